package message

// groups is every message, in the form that parse.go describes.
var groups = []string{jvm}
