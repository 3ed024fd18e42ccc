package message

// What HTTP clients print for an answer if they are used with the address of a socket.
const httpClients = `
@ Python requests, HTTPX | psf/requests src/requests/models.py; encode/httpx httpx/_models.py
status! <Response [{403 Forbidden}]>
status! {403} Client Error: {Forbidden} for url: {https://a.example/ws}
status! {502} Server Error: {Bad Gateway} for url: {https://a.example/ws}
status! Client error '{403 Forbidden}' for url '{https://a.example/ws}'
status! Server error '{502 Bad Gateway}' for url '{https://a.example/ws}'

@ Python urllib | python/cpython Lib/urllib/error.py
status! HTTP Error {403}: {Forbidden}

@ axios, got, Node fetch | axios/axios lib/core/settle.js; sindresorhus/got source/core/errors.ts
status! Request failed with status code {403}
status! Response code {403} ({Forbidden})

@ wget | gnu wget src/http.c
status! ERROR {426}: {Upgrade Required}.
`
