package head

// DiffLine is a line of a difference: Op is ' ' for one that stays, '-' for one that goes, '+' for one that comes.
type DiffLine struct {
	Op   byte
	Text string
}

// Diff compares two texts line by line: as many lines as possible stay, in their order (a longest common subsequence).
// It takes time and memory of its square, so it compares the first limit lines of each.
func Diff(before, after []string, limit int) []DiffLine {
	a, b := before[:min(len(before), limit)], after[:min(len(after), limit)]
	common := make([][]uint16, len(a)+1) // how many lines of a[i:] and b[j:] can stay
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
