package main

// change is a file of go-app that the page is built without, or with other content. The page is built from a changed copy of the
// pinned module; server and tests use the module itself.
type change struct {
	file string // of the module
	sum  string // SHA-256 of the file that the change was made for; slim fails if an update changes the file
	with string // file in _changes: the new content, or a .patch; "" removes the file
	why  string
}

// changes are all changes to go-app's Go code; none is made at run time. main.go makes them in a copy of the module below bin/, from
// which the target for app.wasm in the Makefile builds. The page's template, web/pages/page.html, and the script in place of go-app's
// app.js, web/static/app.js, are this program's own; TestPageScriptHasWhatGoAppCalls (slim_test.go) compares the script with the calls in go-app's
// code.
var changes = []change{
	{
		file: "pkg/app/http.go",
		sum:  "0601189a9f611378e9b24ab4bdf42780a03cbf95c1bbebd4171b523ddbe9a32d",
		why: "The HTTP handler. It imports net/http, and the linker cannot drop what package initialisation reaches, so the " +
			"page would carry an HTTP client and server: a quarter of the download.",
	},
	{
		file: "pkg/app/static.go",
		sum:  "9e41adfad2d79ffdf6aba2cfb69397febe6c99f9a7b912737589c7e88c3463a9",
		why:  "Writes a site through the handler.",
	},
	{
		file: "pkg/app/wasm.go",
		sum:  "10117b07fb7147cdfcd97d1e07cd010da30914e2a622b73d0242b5d9019796f8",
		why:  "Declares for WebAssembly what needs the handler's type.",
	},
	{
		file: "pkg/app/resource.go",
		sum:  "6b52ab4ec2f4171d403384bffe159e9ec22699933e768ef5868f2851a1b84baa",
		with: "resource.go",
		why:  "Imports net/http for resolvers of a server.",
	},
	{
		file: "pkg/app/engine.go",
		sum:  "8400019d85d00fb6a904a9214ab78e1874ead07bb7ec719c2c254955864db5b2",
		with: "engine.go.patch",
		why:  "Draws right after an event, without a context and a ticker, whose types bring the reading and writing of dates along.",
	},
	{
		file: "pkg/app/node.go",
		sum:  "6fc7abe1ce4243b89bfed8808302c934d1049863554373ddf66f74ec3bbbe0fc",
		with: "node.go.patch",
		why: "Creates the nodes of a part in one call of the browser, keeps the nodes of a list around an item that comes or goes, and " +
			"compares no further what says that it is unchanged.",
	},
	{
		file: "pkg/app/context.go",
		sum:  "1165dc862aad17ba47a7050c7ce32401e6e86eecce1222bf22235f78cccbd1d4",
		with: "context.go.patch",
		why:  "Embeds a context.Context, which nothing here uses; the type of its Deadline brings dates along.",
	},
	{
		file: "pkg/app/app.go",
		sum:  "77bd60c6d302bc553e3c4132a23c5fdd83d8443626803569246b03242c939f59",
		with: "app.go.patch",
		why:  "Gives the engine a context.",
	},
	{
		file: "pkg/app/testing.go",
		sum:  "81eb5d6277112b3d98989eb6dda34cef89e5ce017513e848fc04a332928d29a2",
		with: "testing.go.patch",
		why:  "Likewise.",
	},
	{
		file: "pkg/app/route.go",
		sum:  "3252c7f2876cba69c3fbb203b0b4d5770ddd4651cdaf3ad69e5c33bfd1ccf5bd",
		with: "route.go",
		why:  "Routes by regular expression, which nothing here uses, bring regexp and its tables along.",
	},
	{
		file: "pkg/app/state.go",
		sum:  "b41c94e804ab69a8a6341d58c09ac79d8cc8b0022bddd6c74c0f107a9f31480b",
		with: "state.go",
		why:  "States and their storage, which nothing here uses, bring the reading and writing of dates along.",
	},
	{
		file: "pkg/app/crypto.go",
		sum:  "c0fc14126207dc9fa15fb8869bd882874486654919835dc35d5bef8a6122aa97",
		with: "crypto.go",
		why:  "Encrypted storage, which nothing here uses, brings AES and a random generator along.",
	},
}

// replacedUUID is a module that go-app imports for functions that this page does not use; it imports much of the standard library.
// _changes/uuid.go replaces it.
const replacedUUID = "github.com/google/uuid"
