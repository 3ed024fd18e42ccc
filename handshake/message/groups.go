package message

// groups is every message, in the format that kind.go describes. Of two that match equally well, the first counts.
var groups = []struct{ name, text string }{
	{"Browsers", browsers}, {"JavaScript", javascript}, {"Go", golang}, {"Python", python}, {"HTTP clients", httpClients},
	{"Java, Kotlin, Android", jvm}, {"Apple", apple}, {".NET", dotnet}, {"C, C++, Rust", native}, {"Other languages", others},
	{"Servers", servers}, {"Proxies", proxies}, {"Operating system, TLS", network},
}
