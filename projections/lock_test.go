package projections_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sunledger/sunledger/projections"
)

// A folder belongs to one at a time: what is half built in it is swept away by
// the next.
func TestFolderIsOfOneAtATime(t *testing.T) {
	c := config(t, newLog())
	v, err := projections.Open(t.Context(), c)
	require.NoError(t, err)
	_, err = projections.Open(t.Context(), c)
	var taken *projections.InUseError
	require.True(t, errors.As(err, &taken), "%v", err)
	require.Equal(t, c.Dir, taken.Dir)
	require.NoError(t, v.Close())
	v, err = projections.Open(t.Context(), c)
	require.NoError(t, err)
	require.NoError(t, v.Close())
}
