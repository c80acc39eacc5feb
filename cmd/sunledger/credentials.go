package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"

	"github.com/sunledger/sunledger/domain"
)

// credentialsVariable names another file of credentials.
const credentialsVariable = "SUNLEDGER_CREDENTIALS"

// credentialsFile is where tokens are kept between runs: one for each ledger.
type credentialsFile string

// credentials is what the file holds.
type credentials struct {
	Tokens map[uuid.UUID]string `json:"tokens"`
}

// maxCredentials bounds the file; a token has about 90 bytes.
const maxCredentials = 1 << 20

// credentials is the file that this run uses.
func (a *app) credentials() (credentialsFile, error) {
	if path := a.getenv(credentialsVariable); path != "" {
		return credentialsFile(path), nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", domain.Reject("no_credentials_file",
			"there is no folder for the credentials file (%[1]s): name the file with $%[2]s, or set $%[3]s",
			"没有存放凭证文件的目录（%[1]s）：请用 $%[2]s 指定文件，或设置 $%[3]s", err.Error(), credentialsVariable, tokenVariable)
	}
	return credentialsFile(filepath.Join(dir, "sunledger", "credentials")), nil
}

// read is what the file holds; there need not be one. A file that others than
// its owner can read is refused: what is in it is no secret any more.
func (f credentialsFile) read() (credentials, error) {
	none := credentials{Tokens: map[uuid.UUID]string{}}
	file, err := os.Open(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return none, nil
	}
	if err != nil {
		return none, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return none, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return none, domain.Reject("credentials_exposed",
			"others can read the tokens in %[1]s: run `chmod 600 %[1]s`, and have new tokens made if they may have been read",
			"他人可读取 %[1]s 中的令牌：请运行 `chmod 600 %[1]s`；若可能已泄露，请更换令牌", string(f))
	}
	data, err := io.ReadAll(io.LimitReader(file, maxCredentials+1))
	if err != nil {
		return none, err
	}
	var kept credentials
	if err := json.Unmarshal(data, &kept, json.RejectUnknownMembers(true)); err != nil || len(data) > maxCredentials {
		// Not what is wrong with it: that could show a part of it.
		return none, domain.Reject("credentials_broken",
			"%[1]s is not a file of credentials: remove it and sign in again", "%[1]s 不是凭证文件：请删除后重新登录", string(f))
	}
	if kept.Tokens == nil {
		kept.Tokens = none.Tokens
	}
	return kept, nil
}

// write puts the file in the place of the old one, whole or not at all, and for
// its owner only.
func (f credentialsFile) write(c credentials) (err error) {
	dir := filepath.Dir(string(f))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	data, err := json.Marshal(c, json.Deterministic(true))
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(dir, ".credentials-*") // with mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temp.Name()))
		}
	}()
	_, err = temp.Write(append(data, '\n'))
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err != nil {
		return fmt.Errorf("%s: %w", f, err)
	}
	return os.Rename(temp.Name(), string(f))
}

// set keeps the token of a ledger; an empty one is forgotten. It reports whether
// there was one before.
func (f credentialsFile) set(of uuid.UUID, token string) (had bool, err error) {
	kept, err := f.read()
	if err != nil {
		return false, err
	}
	_, had = kept.Tokens[of]
	switch {
	case token != "":
		kept.Tokens[of] = token
	case !had:
		return false, nil
	default:
		delete(kept.Tokens, of)
	}
	if len(kept.Tokens) == 0 {
		return had, os.Remove(string(f))
	}
	return had, f.write(kept)
}
