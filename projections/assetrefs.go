package projections

import (
	"fmt"

	"github.com/go-json-experiment/json"
)

// AssetRef is an asset that a contract or a tender names.
type AssetRef struct {
	Stream string `json:"stream"`
	// Name is empty where the asset is not on record any more.
	Name string `json:"name,omitzero"`
}

// AssetRefs are several, in order. They are read from one column.
type AssetRefs []AssetRef

// assetRefs is the column of the assets in a table that belongs to a row.
func assetRefs(table, row string) string {
	return `(SELECT json_group_array(json_object('stream', x.asset, 'name', COALESCE(a.name, '')) ORDER BY x.n)
		FROM ` + table + ` x LEFT JOIN asset a ON a.stream = x.asset WHERE x.begun = ` + row + `.begun)`
}

// Scan implements [sql.Scanner].
func (r *AssetRefs) Scan(from any) error {
	text, ok := from.(string)
	if !ok {
		return fmt.Errorf("%v is no list of assets", from)
	}
	return json.Unmarshal([]byte(text), r)
}
