package message

// What operating systems and TLS libraries say, by which many programs end their messages.
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

@ TLS library | openssl/openssl, mozilla/nss, google/boringssl
tls+ SSL_ERROR_RX_RECORD_TOO_LONG
tls SSL received a record that exceeded the maximum permissible length
tls SSL routines:{ssl3_get_record}:wrong version number
tls+ WRONG_VERSION_NUMBER
plain SSL routines:{ssl3_get_record}:http request
tls+ reason: 'packet length too long'
tls SSL routines:{tls_get_more_records}:packet length too long
tls-handshake tls handshake eof
  causes: tls-handshake tls-unexpected closed-early
certificate+ CERT_HAS_EXPIRED
certificate+ CERTIFICATE_VERIFY_FAILED
certificate+ UNABLE_TO_VERIFY_LEAF_SIGNATURE
certificate certificate verify failed
certificate certificate has expired
certificate invalid peer certificate: {UnknownIssuer}
`
