// Package message knows what clients, servers and proxies print when an upgrade fails, and finds it in a
// text: a console, a log, a stack trace.
//
// Patterns are data, one line each, grouped by program (browsers.go, jvm.go, …). To add a
// message, add its line below the program that prints it: kind.go has the format and the kinds, and message_test.go looks
// for its example. A new file needs an entry in groups.go. What a message means and which causes it speaks for follow
// from its kind; a line may say it better.
//
// The package knows rules and causes by id alone and imports nothing of this module but phrase.
package message
