package message

// What operating systems and TLS libraries report, and many programs append to their messages.
const network = `
@ operating system | strerror(3), getaddrinfo(3)
refused? Connection refused
dns? Name or service not known
dns? Temporary failure in name resolution
dns? nodename nor servname provided, or not known
reset? Connection reset by peer
timeout? Connection timed out
  causes: host-unreachable timed-out
unreachable? No route to host
unreachable? Network is unreachable
reset? Software caused connection abort
  means: The system of the client ended the connection.
  causes: closed-network connection-reset

@ socket.io-client | socketio/socket.io-client lib/socket.ts, lib/manager.ts
req-path? Invalid namespace
  means: The server has no namespace of that name.
lost? transport close
  causes: closed-by-crash closed-network closed-idle
lost? transport error
  causes: closed-by-crash closed-network
silent? ping timeout

@ TLS library | openssl/openssl, mozilla/nss, google/boringssl
tls+ SSL_ERROR_RX_RECORD_TOO_LONG
tls SSL received a record that exceeded the maximum permissible length
tls SSL routines:{ssl3_get_record}:wrong version number
tls+ WRONG_VERSION_NUMBER
plain SSL routines:{ssl3_get_record}:http request
tls+ reason: 'packet length too long'
tls SSL routines:{tls_get_more_records}:packet length too long
client-certificate sslv3 alert bad certificate
client-certificate alert certificate required
client-certificate TLSV13_ALERT_CERTIFICATE_REQUIRED
client-certificate SSLV3_ALERT_BAD_CERTIFICATE
tls-handshake SSLV3_ALERT_HANDSHAKE_FAILURE
tls-handshake sslv3 alert handshake failure
tls-handshake TLSV1_ALERT_PROTOCOL_VERSION
tls-handshake tlsv1 alert protocol version
tls-handshake tlsv1 unrecognized name
certificate tlsv1 alert unknown ca
  means: The other side does not know the authority that signed the certificate of this one.
tls-handshake tls handshake eof
  causes: tls-handshake tls-unexpected closed-early
certificate+ CERT_HAS_EXPIRED
certificate+ SEC_ERROR_UNKNOWN_ISSUER
certificate+ SEC_ERROR_EXPIRED_CERTIFICATE
certificate+ SSL_ERROR_BAD_CERT_DOMAIN
certificate+ MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT
tls+ unexpected_record_version
  means: Erlang's TLS client got plain text where a record of TLS is due.
certificate+ CERTIFICATE_VERIFY_FAILED
certificate+ UNABLE_TO_VERIFY_LEAF_SIGNATURE
certificate certificate verify failed
certificate certificate has expired
certificate invalid peer certificate: {UnknownIssuer}
`
