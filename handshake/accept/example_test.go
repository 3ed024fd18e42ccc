package accept_test

import (
	"fmt"

	"upgrade101/handshake/accept"
)

func ExampleDerivationCode() {
	for _, code := range accept.DerivationCode() {
		fmt.Print(code.Language, " ")
	}
	// Output: Go JavaScript Python Java C# PHP
}

func ExampleDerive() {
	d := accept.Derive("dGhlIHNhbXBsZSBub25jZQ==")
	for _, step := range d.Steps() {
		fmt.Println(step.Letter, step.Value)
	}
	// Output:
	// A dGhlIHNhbXBsZSBub25jZQ==
	// B dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11
	// C b37a4f2cc0624f1690f64606cf385945b2bec4ea
	// D s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
}

func ExampleDiagnose() {
	diagnosis, wrong := accept.Diagnose("dGhlIHNhbXBsZSBub25jZQ==", "BXhwxM0SZasKmCD9S4BfpPmCnEw=")
	fmt.Println(wrong, diagnosis.Mistakes[0].ID)
	// Output: true acc-key-decoded
}
