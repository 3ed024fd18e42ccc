// Package export writes an exchange in a form for use elsewhere: a curl command, code, Markdown. [Redacted]
// masks its secrets, [WithSecrets] does not. Package paste reads each form back.
package export
