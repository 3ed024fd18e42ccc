package app

import (
	"strings"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
)

// Preview is what a link to a place shows.
type Preview struct {
	Title   string
	About   string // one or two sentences
	Verdict string // in words, "" where there is none
	Class   string // of the verdict: ok, warn, bad, info
}

// Picture is the path of the picture of a place, as package web serves it.
func Picture(place string) string {
	return "/web/social/" + pictureName(place) + ".png"
}

// pictureName returns the last part of a place; a place and its embed share the picture. All lessons to predict share one
// without their answers.
func pictureName(place string) string {
	if strings.HasPrefix(place, lessons.PredictFolder) {
		return model.Predict
	}
	name := place[strings.LastIndexByte(place, '/')+1:]
	if name == "" || name == "embed" {
		return "home"
	}
	return name
}
