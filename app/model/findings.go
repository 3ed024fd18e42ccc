package model

// MaxFindings bounds how many findings are drawn; the rest is counted.
const MaxFindings = 60
