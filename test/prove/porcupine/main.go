// Decides histories of a register by Porcupine: one JSON array a line, one word a line.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/anishathalye/porcupine"
)

type request struct {
	Client  int   `json:"client"`
	From    int64 `json:"from"`
	To      int64 `json:"to"`
	IsWrite bool  `json:"isWrite"`
	Value   int   `json:"value"`
}

var register = porcupine.Model{
	Init: func() interface{} { return 0 },
	Step: func(state, input, output interface{}) (bool, interface{}) {
		one := input.(request)
		if one.IsWrite {
			return true, one.Value
		}
		return one.Value == state.(int), state
	},
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var requests []request
		if err := json.Unmarshal(lines.Bytes(), &requests); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		operations := make([]porcupine.Operation, len(requests))
		for at, one := range requests {
			operations[at] = porcupine.Operation{ClientId: one.Client, Input: one, Call: one.From, Output: 0, Return: one.To}
		}
		if porcupine.CheckOperations(register, operations) {
			fmt.Println("linearizable")
		} else {
			fmt.Println("broken")
		}
	}
}
