// Flow prints what comes of every kind of jump and call that Go compiles, for TestStraightenedRuns.
package main

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"runtime"
	"sort"
	"strings"
	"sync"
)

func main() {
	for _, part := range []func() string{loops, choices, labels, recovered, goroutines, deep, functions, numbers, collected} {
		fmt.Println(part())
	}
}

func loops() (s string) {
	sum := 0
outer:
	for i := range 50 {
		for j := i; j > 0; j-- {
			switch {
			case i*j%7 == 3:
				continue outer
			case i*j > 900:
				break outer
			case j%5 == 0 && i > 3 || j == 2:
				continue
			}
			sum += i * j
		}
	}
	for i, r := range "straße\xff" {
		s += fmt.Sprint(i, r, " ")
	}
	return fmt.Sprint(sum, " ", s)
}

func choices() string {
	var out []string
	for i := -2; i < 12; i++ {
		word := "other"
		switch i {
		case 0, 3:
			word = "zero or three"
		case 1:
			word = "one"
			fallthrough
		case 2:
			word += ", two"
		case 5, 6, 7, 8, 9, 10:
			word = "many"
		}
		out = append(out, word)
	}
	for _, word := range []string{"", "a", "b", "upgrade", "upgraded", "close", "zeta"} {
		switch word {
		case "upgrade":
			out = append(out, "U")
		case "a", "close":
			out = append(out, "C")
		default:
			out = append(out, "-")
		}
	}
	for _, v := range []any{1, "x", 2.5, nil, errors.New("e"), []int{1}, struct{}{}} {
		switch v := v.(type) {
		case int, float64:
			out = append(out, fmt.Sprint("number ", v))
		case error:
			out = append(out, v.Error())
		case fmt.Stringer, nil:
			out = append(out, "nil")
		default:
			out = append(out, fmt.Sprintf("%T", v))
		}
	}
	return strings.Join(out, " ")
}

func labels() string {
	n, steps := 27, 0
again:
	if n == 1 {
		goto done
	}
	if n%2 == 0 {
		n /= 2
	} else {
		n = 3*n + 1
	}
	steps++
	goto again
done:
	return fmt.Sprint(steps)
}

type pair struct{ a, b *pair }

func (p *pair) depth() int {
	if p == nil {
		return 0
	}
	return 1 + max(p.a.depth(), p.b.depth())
}

func recovered() string {
	var out []string
	try := func(name string, f func()) {
		defer func() { out = append(out, fmt.Sprint(name, ": ", recover())) }()
		defer func(n int) { out = append(out, fmt.Sprint(n)) }(len(out))
		f()
		out = append(out, "went on")
	}
	var none *pair
	var m map[string]int
	list, zero := []int{1, 2, 3}, 0
	try("nil", func() { none.a = none })
	try("index", func() { list[len(list)+zero] = 1 })
	try("slice", func() { _ = list[3:][1:2:2][zero:] })
	try("map", func() { m["a"]++ })
	try("divide", func() { _ = 1 / zero })
	try("type", func() { _ = any(list).(fmt.Stringer) })
	try("own", func() { panic(errors.New("own")) })
	try("again", func() {
		defer func() { panic(fmt.Sprint("second after ", recover())) }()
		panic("first")
	})
	try("none", func() {})
	try("exit", func() {
		var wait sync.WaitGroup
		wait.Go(func() { defer func() { out = append(out, "left") }(); runtime.Goexit() })
		wait.Wait()
	})
	return strings.Join(out, " ")
}

func goroutines() string {
	numbers, squares, quit := make(chan int), make(chan int, 3), make(chan bool)
	var wait sync.WaitGroup
	var lock sync.Mutex
	seen := map[int]int{}
	for range 8 {
		wait.Go(func() {
			for n := range numbers {
				runtime.Gosched()
				lock.Lock()
				seen[n%10]++
				lock.Unlock()
				select {
				case squares <- n * n:
				case <-quit:
					return
				}
			}
		})
	}
	go func() {
		for i := range 500 {
			numbers <- i
		}
		close(numbers)
		wait.Wait()
		close(squares)
	}()
	sum := 0
	for s := range squares {
		sum += s
	}
	select {
	case <-quit:
	default:
		sum++
	}
	return fmt.Sprint(sum, seen)
}

func deep() string {
	var down func(n int, tail [64]byte) int
	down = func(n int, tail [64]byte) int {
		if n == 0 {
			return int(tail[5])
		}
		tail[n%64]++
		return down(n-1, tail) + 1
	}
	done := make(chan int)
	go func() { done <- down(20_000, [64]byte{}) }() // grows its stack many times
	return fmt.Sprint(<-done)
}

func count(n int) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		defer func() { _ = recover() }()
		for i := range n {
			if !yield(i, strings.Repeat("x", i)) {
				return
			}
		}
	}
}

func functions() string {
	var out []string
	for i, s := range count(100) {
		if i == 2 {
			continue
		}
		if i > 4 {
			break
		}
		out = append(out, s)
	}
	next, stop := iter.Pull2(count(5))
	next()
	i, s, ok := next()
	stop()
	words := strings.Fields("what a request says it wants")
	sort.SliceStable(words, func(i, j int) bool { return len(words[i]) < len(words[j]) })
	tree := &pair{a: &pair{b: &pair{}}, b: &pair{}}
	depth := tree.depth
	return fmt.Sprint(out, i, s, ok, words, depth())
}

func numbers() string {
	var out []string
	for _, f := range []float64{0, math.Copysign(0, -1), 1.5, 1e300, math.Inf(-1), math.NaN(), -7.999} {
		out = append(out, fmt.Sprint(f, float32(f), math.Floor(f), math.Sqrt(f), f < 1, f != f))
		if math.Abs(f) < 1e18 { // beyond, a conversion differs between processors
			out = append(out, fmt.Sprint(int64(f), uint8(int64(f))))
		}
	}
	for _, n := range []int64{0, 1, -1, math.MinInt64, math.MaxInt64, 1 << 40} {
		out = append(out, fmt.Sprint(n/3, n%7, n<<3, n>>60, uint64(n)>>1, uint32(n), int8(n), n&-n, ^n))
	}
	return strings.Join(out, " ")
}

func collected() string {
	var keep []*pair
	for i := range 20_000 {
		p := &pair{a: &pair{}}
		if i%100 == 0 {
			keep = append(keep, p)
		}
		if i%5_000 == 0 {
			runtime.GC()
		}
	}
	depth := 0
	for _, p := range keep {
		depth += p.depth()
	}
	return fmt.Sprint(len(keep), depth)
}
