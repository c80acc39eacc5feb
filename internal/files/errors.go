package files

import (
	"errors"
	"fmt"

	"github.com/sunledger/sunledger/domain"
)

// ErrMissing says that the store does not hold a file.
var ErrMissing = errors.New("the file is not in the store: put it back from a backup of the files")

// AlteredError says that a file is not what was put.
type AlteredError struct {
	Digest Digest
	Reason string
}

func (e *AlteredError) Error() string {
	return fmt.Sprintf("the file %s was altered or damaged (%s): put it back from a backup of the files", e.Digest, e.Reason)
}

// errNotSealed says that a file lies there for everybody.
var errNotSealed = domain.Reject("file_not_sealed",
	"this file was sent for everybody: send it again for those who shall read it",
	"此文件上传时为公开：请按应有的可见范围重新上传")

// errSealed says that a file does not lie there for everybody.
var errSealed = domain.Reject("file_sealed",
	"this file was not sent for everybody: send it again as public",
	"此文件上传时非公开：如需公开请重新上传")

var errEmpty = domain.Reject("file_empty", "the file is empty: send one that holds something", "文件为空：请上传有内容的文件")

func errTooLarge(limit int64) error {
	return domain.Reject("file_too_large",
		"the file is larger than %[1]s, the most that is taken here: split it, or scan it with fewer dots",
		"文件超过上限 %[1]s：请拆分，或降低扫描分辨率", size(limit))
}

func size(bytes int64) string {
	if bytes%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", bytes>>20)
	}
	return fmt.Sprintf("%d B", bytes)
}
