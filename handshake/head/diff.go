package head

// DiffLine is a line of a difference: Op is ' ' for an unchanged line, '-' for a removed one, '+' for an added one.
type DiffLine struct {
	Op   byte
	Text string
}

// Diff returns the difference of two texts by a longest common subsequence of lines. Time and memory are quadratic, so it compares
// only the first limit lines of each.
func Diff(before, after []string, limit int) []DiffLine {
	a, b := before[:min(len(before), limit)], after[:min(len(after), limit)]
	common := make([][]uint16, len(a)+1) // length of the longest common subsequence of a[i:] and b[j:]
	for i := range common {
		common[i] = make([]uint16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var diff []DiffLine
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			diff = append(diff, DiffLine{' ', a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			diff = append(diff, DiffLine{'-', a[i]})
			i++
		default:
			diff = append(diff, DiffLine{'+', b[j]})
			j++
		}
	}
	return diff
}
