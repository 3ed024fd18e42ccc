package message

// What clients and servers on the Java virtual machine print.
const jvm = `
@ OkHttp | square/okhttp okhttp3/internal/ws/RealWebSocket.kt
status Expected HTTP 101 response but was '{403 Forbidden}'
connection Expected 'Connection' header value 'Upgrade' but was '{null}'
upgrade Expected 'Upgrade' header value 'websocket' but was '{null}'
accept Expected 'Sec-WebSocket-Accept' header value '{ujmZX4KXZqjwy6vi1aQFH5p4Ygk=}' but was '{magic}'
extension unexpected Sec-WebSocket-Extensions in response header
`
