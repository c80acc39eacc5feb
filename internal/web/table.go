package web

import (
	"encoding/csv"
	"io"
	"strings"
)

// table is a list as CSV.
type table struct {
	// name is that of the file, without the position and the ending.
	name   string
	header []string
	rows   [][]string
}

// byteOrderMark lets Excel read UTF-8: without one it takes a file for the
// encoding of the machine, GBK in China.
const byteOrderMark = "\ufeff"

// write writes the table as RFC 4180 says.
func (t table) write(to io.Writer) error {
	if _, err := io.WriteString(to, byteOrderMark); err != nil {
		return err
	}
	w := csv.NewWriter(to)
	w.UseCRLF = true
	if err := w.Write(t.header); err != nil {
		return err
	}
	for _, row := range t.rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = inert(cell)
		}
		if err := w.Write(safe); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// inert keeps a spreadsheet from taking a text for a formula. A number stays a
// number, a negative one too, with its separators.
func inert(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell)[0]) {
		return cell
	}
	if number := strings.TrimPrefix(cell, "-"); number != "" && strings.Trim(number, "0123456789,.") == "" {
		return cell
	}
	return "'" + cell
}
