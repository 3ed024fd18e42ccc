package app

import "github.com/maxence-charriere/go-app/v10/pkg/errors"

// go-app's crypto.go without encryption: this page stores nothing that is encrypted.

func encrypt(string, []byte) ([]byte, error) { return nil, errNoEncryption }

func decrypt(string, []byte) ([]byte, error) { return nil, errNoEncryption }

var errNoEncryption = errors.New("web/build/slim leaves out encrypted storage")
