package web_test

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Readers see whole moments while commands are carried out: the parts of a
// board add up, and a position never goes back.
func TestReadersWhileCommandsRun(t *testing.T) {
	s := founded(t)
	s.settle()
	var writers, readers sync.WaitGroup
	done := make(chan struct{})
	for w := range 2 {
		writers.Go(func() {
			for i := range 15 {
				status, r := s.send(t, "request.submit", submit, "Idempotency-Key", itoa(w)+"-"+itoa(i))
				if status != http.StatusCreated {
					t.Errorf("%d %+v", status, r.Error)
				}
				id := strings.TrimPrefix(r.Stream, "request-")
				if status, r := s.send(t, "request.accept", `{"id":"`+id+`","command":{}}`); status != http.StatusCreated {
					t.Errorf("%d %+v", status, r.Error)
				}
			}
		})
	}
	for range 3 {
		readers.Go(func() {
			last := uint64(0)
			for {
				var board struct {
					Position uint64
					Requests struct {
						Total, Open, Closed int
						ByStatus            map[string]int
					}
				}
				s.json(t, "/board.json", &board)
				sum := 0
				for _, n := range board.Requests.ByStatus {
					sum += n
				}
				if sum != board.Requests.Total || board.Position < last {
					t.Errorf("%+v after %d", board, last)
				}
				last = board.Position
				for _, target := range []string{"/?lang=en", "/requests", "/events", "/matters.csv", "/metrics"} {
					if w := s.get(target); w.Code != http.StatusOK {
						t.Errorf("%s: %d", target, w.Code)
					}
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	writers.Wait()
	close(done)
	readers.Wait()
	s.settle()
	var board struct{ Requests struct{ Total int } }
	s.json(t, "/board.json", &board)
	require.Equal(t, 30, board.Requests.Total)
}
