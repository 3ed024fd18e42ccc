// Package message knows what clients, servers and proxies print when an upgrade fails, and finds it in a
// text: a console, a log, a stack trace.
//
// Templates are data, one line each, grouped by program (browsers.go, jvm.go, …; parse.go has the format). To
// add a message, add its line below the program that prints it; message_test.go then looks for its example. A new file
// needs an entry in groups.go. What a message means and which causes it speaks for follow from its kind (kind.go); a
// line may say it better.
//
// The package knows rules and causes by id alone and imports nothing of this module.
package message
