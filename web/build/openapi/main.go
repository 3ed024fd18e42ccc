// Openapi writes the description of the API (OpenAPI 3.1) from the Go types that the handlers read and write: the
// comment of a member is its description, so every text exists once. It fails where a member has none.
//
//	go run ./web/build/openapi web/static/openapi.json
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("openapi: ")
	if len(os.Args) != 2 {
		log.Fatal("usage: openapi file")
	}
	description, err := describe(".")
	if err != nil {
		log.Fatal(err)
	}
	text, err := json.MarshalIndent(description, "", " ")
	if err != nil {
		log.Fatal(err)
	}
	text = append(text, '\n')
	if old, err := os.ReadFile(os.Args[1]); err == nil && bytes.Equal(old, text) {
		return
	}
	if err := os.WriteFile(os.Args[1], text, 0o644); err != nil {
		log.Fatal(err)
	}
}

// object is a JSON object.
type object = map[string]any

// packages are where the types of the API are, by the name that code uses for them.
var packages = map[string]string{
	"":       "web",
	"frame":  "handshake/frame",
	"live":   "web/live",
	"report": "handshake/report",
}

// types are the struct types of a package, with their comments.
type types map[string]*ast.StructType

// sourceCode is what is read of it.
type sourceCode struct {
	types   map[string]types // by package
	schemas object
	errors  []string
}

// describe reads the types below root and writes the description.
func describe(root string) (object, error) {
	s := &sourceCode{types: map[string]types{}, schemas: object{}}
	for name, dir := range packages {
		found, err := structs(filepath.Join(root, dir))
		if err != nil {
			return nil, err
		}
		s.types[name] = found
	}
	paths := object{}
	for _, o := range operations {
		paths[o.path] = merge(paths[o.path], object{o.method: s.operation(o)})
	}
	if len(s.errors) > 0 {
		slices.Sort(s.errors)
		return nil, fmt.Errorf("%s", strings.Join(slices.Compact(s.errors), "\n"))
	}
	return object{
		"openapi": "3.1.0",
		"info": object{
			"title":       "Upgrade 101",
			"version":     "1",
			"description": "Judges HTTP upgrades, above all the opening handshake of WebSocket. Members are added, never renamed; a client should pass over those that it does not know.",
		},
		"servers":    []any{object{"url": "..", "description": "the site that serves this description"}},
		"paths":      paths,
		"components": object{"schemas": s.schemas},
	}, nil
}

func merge(old any, more object) object {
	all := object{}
	if o, ok := old.(object); ok {
		for k, v := range o {
			all[k] = v
		}
	}
	for k, v := range more {
		all[k] = v
	}
	return all
}

func structs(dir string) (types, error) {
	found := types{}
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range g.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok {
					if st, ok := t.Type.(*ast.StructType); ok {
						found[t.Name.Name] = st
					}
				}
			}
		}
	}
	return found, nil
}

// reference is the schema of a named type, which it adds to the others.
func (s *sourceCode) reference(pkg, name string) object {
	id := name
	if pkg != "" {
		id = pkg + "." + name
	}
	id = strings.ReplaceAll(strings.ToUpper(id[:1])+id[1:], ".", "")
	if s.schemas[id] == nil {
		t := s.types[pkg][name]
		if t == nil {
			s.errors = append(s.errors, "there is no struct "+pkg+"."+name)
			return object{}
		}
		s.schemas[id] = object{} // it may hold itself
		s.schemas[id] = s.schema(pkg, id, t)
	}
	return object{"$ref": "#/components/schemas/" + id}
}

func (s *sourceCode) schema(pkg, id string, t *ast.StructType) object {
	properties, required := object{}, []string{}
	var add func(pkg string, t *ast.StructType, there bool)
	add = func(pkg string, t *ast.StructType, there bool) {
		for _, f := range t.Fields.List {
			if len(f.Names) == 0 { // embedded: its members are members here
				p, name := s.named(pkg, f.Type)
				if inner := s.types[p][name]; inner != nil {
					_, optional := f.Type.(*ast.StarExpr)
					add(p, inner, there && !optional)
				}
				continue
			}
			if f.Tag == nil {
				continue
			}
			tag := reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("json")
			name, options, _ := strings.Cut(tag, ",")
			if name == "" || name == "-" {
				continue
			}
			description := strings.TrimSpace(f.Doc.Text() + f.Comment.Text())
			if description == "" {
				s.errors = append(s.errors, id+"."+name+" has no comment")
			}
			member := s.typeOf(pkg, id+strings.ToUpper(name[:1])+name[1:], f.Type)
			member["description"] = strings.ReplaceAll(description, "\n", " ")
			if strings.HasPrefix(description, "deprecated") {
				member["deprecated"] = true
			}
			properties[name] = member
			if _, optional := f.Type.(*ast.StarExpr); there && !optional && !strings.Contains(options, "omitempty") {
				required = append(required, name)
			}
		}
	}
	add(pkg, t, true)
	slices.Sort(required)
	return object{"type": "object", "properties": properties, "required": required}
}

// named is the package and name of a type that has one.
func (s *sourceCode) named(pkg string, t ast.Expr) (string, string) {
	switch t := t.(type) {
	case *ast.StarExpr:
		return s.named(pkg, t.X)
	case *ast.Ident:
		return pkg, t.Name
	case *ast.SelectorExpr:
		return t.X.(*ast.Ident).Name, t.Sel.Name
	}
	return "", ""
}

func (s *sourceCode) typeOf(pkg, id string, t ast.Expr) object {
	switch t := t.(type) {
	case *ast.StarExpr:
		return s.typeOf(pkg, id, t.X)
	case *ast.ArrayType:
		if e, ok := t.Elt.(*ast.Ident); ok && e.Name == "byte" {
			return object{"type": "string", "contentEncoding": "base64"}
		}
		return object{"type": "array", "items": s.typeOf(pkg, id, t.Elt)}
	case *ast.StructType:
		return s.schema(pkg, id, t)
	}
	p, name := s.named(pkg, t)
	switch {
	case name == "string":
		return object{"type": "string"}
	case name == "bool":
		return object{"type": "boolean"}
	case strings.HasPrefix(name, "int") || strings.HasPrefix(name, "uint"):
		return object{"type": "integer"}
	}
	if _, ours := s.types[p]; ours && s.types[p][name] != nil {
		return s.reference(p, name)
	}
	return object{"type": "string"} // a string type with a name, such as a verdict
}
