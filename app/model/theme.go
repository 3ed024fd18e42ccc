package model

// AutoTheme is the theme that the system has; the others are "light" and "dark".
const AutoTheme = "auto"
