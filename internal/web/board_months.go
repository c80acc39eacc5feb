package web

import (
	"strconv"

	"github.com/sunledger/sunledger/projections"
)

// monthChart is the requests received and closed, month by month, drawn with
// lengths in percent across and in pixels down, so that it fits any width
// without its text becoming small.
type monthChart struct {
	Months []monthColumn
	Lines  []gridLine
	// Earlier says that months before the first one are only in the table.
	Earlier bool
	Table   []monthRow
	// Height is that of the whole drawing, Floor where the columns stand.
	Height, Floor int
	// Busiest is the month in which most were received.
	Busiest monthRow
}

// monthColumn is one month of the drawing.
type monthColumn struct {
	Received, InTime, Late column
	// Middle is where its name stands.
	Middle string
	// Name is the month, Year what stands under the first of a year.
	Name, Year string
	// Quarter says that the name is kept where there is little room.
	Quarter bool
}

// column is a rectangle that stands for a number of requests.
type column struct {
	figure
	X, Width string
	Y, Tall  int
	Title    string
}

// gridLine is a number of requests on the axis.
type gridLine struct {
	Text string
	Y    int
}

// monthRow is one month in the table.
type monthRow struct {
	Name                         string
	Received, Closed, ClosedLate figure
}

const (
	drawnMonths  = 24
	chartHeight  = 220
	chartFloor   = 176 // below it stand the names of months and years
	chartCeiling = 18
)

// Months draws the last two years and lists all that is on record.
func (b boardValue) Months() *monthChart {
	v, all := b.voice, b.board.Months
	if len(all) == 0 {
		return nil
	}
	c := &monthChart{Height: chartHeight, Floor: chartFloor}
	most := 0
	for _, m := range all {
		row := b.monthRow(m)
		if m.Received+m.Closed > 0 {
			c.Table = append(c.Table, row)
		}
		if m.Received > c.Busiest.Received.Count {
			c.Busiest = row
		}
	}
	drawn := all[max(0, len(all)-drawnMonths):]
	c.Earlier = len(drawn) < len(all)
	for _, m := range drawn {
		most = max(most, m.Received, m.Closed)
	}
	step := niceStep(most)
	top := max(step, (most+step-1)/step*step)
	tall := func(n int) int { return (n*(chartFloor-chartCeiling) + top/2) / top }
	for n := 0; n <= top; n += step {
		c.Lines = append(c.Lines, gridLine{v.Number(n), chartFloor - tall(n)})
	}
	// The axis takes the first 4 percent.
	const left = 4.0
	width := (100 - left) / float64(len(drawn))
	for i, m := range drawn {
		x := left + float64(i)*width
		name := v.monthName(m.Month)
		row := b.monthRow(m)
		late := tall(m.ClosedLate)
		closed := max(tall(m.Closed), late)
		col := monthColumn{
			Received: column{row.Received, inPercent(x + width*.14), inPercent(width * .34), chartFloor - tall(m.Received), tall(m.Received), name + " · " + v.T("figure.received") + " " + v.Number(m.Received)},
			InTime: column{v.count("intime", "", m.Closed-m.ClosedLate, "closed", m.Month.String(), "timing", string(projections.ClosedInTime)),
				inPercent(x + width*.52), inPercent(width * .34), chartFloor - (closed - late), closed - late, name + " · " + v.T("figure.closedInTime") + " " + v.Number(m.Closed-m.ClosedLate)},
			Late:    column{row.ClosedLate, inPercent(x + width*.52), inPercent(width * .34), chartFloor - closed, late, name + " · " + v.T("figure.closedLate") + " " + v.Number(m.ClosedLate)},
			Middle:  inPercent(x + width/2),
			Name:    strconv.Itoa(int(m.Month.Month)),
			Quarter: int(m.Month.Month)%3 == 1,
		}
		if m.Month.Month == 1 || i == 0 {
			col.Year = strconv.Itoa(m.Month.Year)
		}
		c.Months = append(c.Months, col)
	}
	return c
}

func (b boardValue) monthRow(m projections.MonthFigures) monthRow {
	v, month := b.voice, m.Month.String()
	return monthRow{
		Name:       v.monthName(m.Month),
		Received:   v.count("received", "", m.Received, "received", month),
		Closed:     v.count("closed", "", m.Closed, "closed", month),
		ClosedLate: v.count("late", "", m.ClosedLate, "closed", month, "timing", string(projections.ClosedLate)),
	}
}

// monthName is a month in words.
func (v voice) monthName(m projections.Month) string {
	if v.lang == "zh" {
		return strconv.Itoa(m.Year) + "年" + strconv.Itoa(int(m.Month)) + "月"
	}
	return m.Month.String() + " " + strconv.Itoa(m.Year)
}

func inPercent(x float64) string { return strconv.FormatFloat(x, 'f', 3, 64) + "%" }

// niceStep is a distance between lines that people count in, for about five of
// them.
func niceStep(most int) int {
	step := 1
	for {
		for _, times := range []int{1, 2, 5} {
			if step*times*5 >= most {
				return step * times
			}
		}
		step *= 10
	}
}
