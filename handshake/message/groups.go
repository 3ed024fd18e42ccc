package message

// groups is every message, in the form that parse.go describes. Of two that match equally well the first counts.
var groups = []string{browsers, javascript, golang, python, httpClients, jvm, apple, dotnet, native, others, servers, proxies, network}
