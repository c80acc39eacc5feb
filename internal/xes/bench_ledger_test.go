package xes_test

import (
	"testing"
	"time"

	"github.com/sunledger/sunledger/internal/xes"
)

func BenchmarkImport(b *testing.B) {
	compressed, _ := realLog(b)
	for b.Loop() {
		b.StopTimer()
		d := newDesk(b)
		b.StartTimer()
		began := time.Now()
		report, err := xes.Import(b.Context(), d.Ledger, "receipt.xes.gz", reader(compressed), xes.ImportOptions{Actor: d.actor})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(report.Events)/time.Since(began).Seconds(), "events/s")
	}
}
