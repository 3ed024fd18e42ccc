package handshake

// concludeHTTP2 gives the answer to an extended CONNECT (RFC 8441 §4, §5).
func (p *pass) concludeHTTP2() {
}
