package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/internal/ledger"
	"github.com/sunledger/sunledger/projections"
)

// What the server itself refuses. Each is a [domain.Rejection] like those of
// the rules, so that there is one way to say no.
var (
	noSuchPage = domain.Reject("page_not_found",
		"there is no such page: begin at the board", "没有这个页面：请从公开栏首页开始")
	noSuchRow = domain.Reject("not_found",
		"nothing of that name is on record: check the address, or look for it in the lists", "没有这条记录：请核对地址，或在列表中查找")
	wrongMethod = domain.Reject("method_not_allowed",
		"this address does not take that method", "此地址不接受该方法")
	tooManyFollow = domain.Reject("too_many_followers",
		"too many follow the board live: it works without, load it again for what is new", "实时关注人数已满：重新载入页面即可看到最新内容")
	notYet = domain.Reject("not_yet",
		"the views have not come so far yet: ask again in a moment", "数据尚未更新到该位置：请稍后再试")
	searchTooLong = domain.Reject("query_invalid",
		"the text to search for is too long: an id, a number or a part of a name is enough", "搜索内容过长：请输入编号、序号或名称的一部分")
	beingBuilt = domain.Reject("views_building",
		"the figures are being computed from the log: ask again in a moment", "正在由账本计算数据：请稍后再试")
	notFounded = domain.Reject("not_founded",
		"there is no ledger here yet: begin one first", "此处尚无账本：请先建立")
	timedOut = domain.Reject("timed_out",
		"that took too long: ask again; a command is safe to repeat with the same Idempotency-Key", "处理超时：请重试；命令可用同一 Idempotency-Key 安全重复")
	unavailable = domain.Reject("unavailable",
		"the log cannot be reached, and histories, single events and commands need it: the board and the lists go on showing what they hold; try again later, a command with the same Idempotency-Key",
		"暂时无法访问日志，而历史、单条记录和命令都须访问日志：公开栏和各清单仍显示已有内容；请稍后再试，命令请用同一 Idempotency-Key")
	broken = domain.Reject("internal",
		"something went wrong here, not with you: it was noted under the number of the request", "服务器出错，与您的操作无关：已按请求编号记录")

	writingOff = domain.Reject("writing_off",
		"this server takes no commands: it was started for reading only", "本服务器不接受命令：启动时仅开放查阅")
	signInOff = domain.Reject("sign_in_off",
		"nobody can sign in here: this server was started for reading only", "此处不能登录：本服务器启动时仅开放查阅")
	noToken = domain.Reject("token_missing",
		"a command needs the header Authorization: Bearer <token>, with the token of an account; a signed-in browser is not enough",
		"提交命令须有请求头 Authorization: Bearer <令牌>，令牌属于某一账户；浏览器已登录不能代替令牌")
	secretInURL = domain.Reject("secret_in_url",
		"this address holds a token or a password, and addresses are kept in logs: change that secret now, and send a token in the header Authorization: Bearer <token>",
		"网址中含有令牌或密码，而网址会留在各处日志中：请立即更换该令牌或密码，并改用请求头 Authorization: Bearer <令牌> 提交")
	notSecure = domain.Reject("not_secure",
		"signing in needs a connection by TLS, else a password could be read on its way: use the address that begins with https://, or the machine that the server runs on; an operator puts a proxy with TLS before the server and starts it with --https",
		"登录须经 TLS 加密连接，否则密码可能在途中被他人读取：请使用 https:// 开头的网址，或在服务器本机上登录；运维人员应前置 TLS 代理，并以 --https 启动服务器")
	crossOrigin = domain.Reject("cross_origin",
		"this form was sent from another site, and nothing was done: open the page here and send it again",
		"该表单来自其他网站，未作任何处理：请在本站打开页面后重新提交")
	formNotOurs = domain.Reject("form_token_invalid",
		"this form belongs to a session that has ended, or to none, and nothing was done: open the page again, fill it in and send it",
		"该表单所属的登录已结束或不存在，未作任何处理：请重新打开页面，填写后提交")
	notForm = domain.Reject("not_a_form",
		"this page takes forms only: send it as Content-Type: application/x-www-form-urlencoded", "此页面只接受表单：请以 Content-Type: application/x-www-form-urlencoded 提交")
	formBroken = domain.Reject("form_invalid",
		"the form could not be read: open the page again and send it", "无法读取该表单：请重新打开页面后提交")
	formTooLarge = domain.Reject("body_too_large",
		"the form is larger than 1 MiB: shorten it", "表单超过 1 MiB：请缩短")
	signInIncomplete = domain.Reject("field_missing",
		"type both your login name and your password", "请填写登录名和密码")
	notFile = domain.Reject("not_a_file",
		"send the bytes of one file as the body, as Content-Type: application/octet-stream; no form", "请以 Content-Type: application/octet-stream 直接提交单个文件的字节，勿用表单")
	tooManyFiles = domain.Reject("too_many_uploads",
		"too many files are being sent at once: try again in a moment", "同时上传的文件过多：请稍后再试")
	notJSON = domain.Reject("not_json",
		"send the command as Content-Type: application/json", "请以 Content-Type: application/json 提交")
	bodyTooLarge = domain.Reject("body_too_large",
		"the body is larger than 2 MiB: shorten it, or attach large content as a file", "内容超过 2 MiB：请缩短，或将大内容作为附件")
)

// statuses is the one table from the code of a refusal to the status of the
// answer. What is not listed is a rule of the domain: 422 for a command, 400
// for a page.
var statuses = map[string]int{
	"page_not_found":     http.StatusNotFound,
	"not_found":          http.StatusNotFound,
	"command_unknown":    http.StatusNotFound,
	"category_unknown":   http.StatusNotFound,
	"method_not_allowed": http.StatusMethodNotAllowed,

	"too_many_followers": http.StatusServiceUnavailable,
	"not_yet":            http.StatusServiceUnavailable,
	"views_building":     http.StatusServiceUnavailable,
	"past_building":      http.StatusServiceUnavailable,
	"not_founded":        http.StatusServiceUnavailable,
	"timed_out":          http.StatusServiceUnavailable,
	"unavailable":        http.StatusServiceUnavailable,
	"stream_busy":        http.StatusServiceUnavailable,
	"internal":           http.StatusInternalServerError,

	"writing_off":   http.StatusForbidden,
	"read_only":     http.StatusForbidden,
	"token_missing": http.StatusUnauthorized,
	"token_invalid": http.StatusUnauthorized,

	// What the account, or the session that it signed in with, may not do.
	"not_signed_in":         http.StatusUnauthorized,
	"credential_changed":    http.StatusUnauthorized,
	"account_unknown":       http.StatusForbidden,
	"role_missing":          http.StatusForbidden,
	"outside_place":         http.StatusForbidden,
	"level_too_low":         http.StatusForbidden,
	"outside_dates":         http.StatusForbidden,
	"delegation_ended":      http.StatusForbidden,
	"delegation_void":       http.StatusForbidden,
	"not_held":              http.StatusForbidden,
	"not_grantable":         http.StatusForbidden,
	"not_own_role":          http.StatusForbidden,
	"own_account":           http.StatusForbidden,
	"own_account_delegated": http.StatusForbidden,
	"four_eyes":             http.StatusForbidden,

	"sign_in_off":        http.StatusForbidden,
	"sign_in_failed":     http.StatusForbidden,
	"account_suspended":  http.StatusForbidden,
	"account_closed":     http.StatusForbidden,
	"not_secure":         http.StatusForbidden,
	"cross_origin":       http.StatusForbidden,
	"form_token_invalid": http.StatusForbidden,
	"slow_down":          http.StatusTooManyRequests,
	"secret_in_url":      http.StatusBadRequest,
	"form_invalid":       http.StatusBadRequest,
	"not_a_form":         http.StatusUnsupportedMediaType,

	"not_json":   http.StatusUnsupportedMediaType,
	"not_a_file": http.StatusUnsupportedMediaType,

	"files_off":           http.StatusForbidden,
	"file_not_public":     http.StatusForbidden,
	"file_of_another":     http.StatusForbidden,
	"file_missing":        http.StatusNotFound,
	"file_erased":         http.StatusGone,
	"file_altered":        http.StatusInternalServerError,
	"file_key_missing":    http.StatusInternalServerError,
	"file_too_large":      http.StatusRequestEntityTooLarge,
	"file_empty":          http.StatusBadRequest,
	"file_digest_invalid": http.StatusBadRequest,
	"file_twice":          http.StatusBadRequest,
	"too_many_files":      http.StatusBadRequest,
	"too_many_uploads":    http.StatusServiceUnavailable,

	"body_too_large": http.StatusRequestEntityTooLarge,
	"too_large":      http.StatusRequestEntityTooLarge,

	"revision_conflict": http.StatusConflict,
	"command_id_reused": http.StatusConflict,
	"already_exists":    http.StatusConflict,
	"already_decided":   http.StatusConflict,
	"already_settled":   http.StatusConflict,
	"already_suspended": http.StatusConflict,
	"not_suspended":     http.StatusConflict,
	"not_granted":       http.StatusConflict,
	"login_taken":       http.StatusConflict,
	"login_free":        http.StatusConflict,

	"query_invalid":     http.StatusBadRequest,
	"as_of_ahead":       http.StatusBadRequest,
	"as_of_no_event":    http.StatusBadRequest,
	"command_invalid":   http.StatusBadRequest,
	"field_missing":     http.StatusBadRequest,
	"field_invalid":     http.StatusBadRequest,
	"field_unknown":     http.StatusBadRequest,
	"code_unknown":      http.StatusBadRequest,
	"too_long":          http.StatusBadRequest,
	"control_character": http.StatusBadRequest,
	"id_missing":        http.StatusBadRequest,
	"id_not_taken":      http.StatusBadRequest,
	"id_invalid":        http.StatusBadRequest,
	"key_too_long":      http.StatusBadRequest,
}

// refusalOf is what a reader is told of an error, and the status that goes with
// it. An error of ours stays inside: it becomes "internal", and the log of the
// server has the rest.
func refusalOf(err error) (*domain.Rejection, int) {
	var r *domain.Rejection
	switch tooLarge := (*http.MaxBytesError)(nil); {
	case errors.As(err, &r):
	case errors.As(err, &tooLarge):
		r = bodyTooLarge
	case errors.Is(err, projections.ErrNotFound), errors.Is(err, ledger.ErrNotFound):
		r = noSuchRow
	case errors.Is(err, projections.ErrNotBuilt):
		r = beingBuilt
	case errors.Is(err, ledger.ErrNotFounded):
		r = notFounded
	case errors.Is(err, ledger.ErrUnavailable):
		r = unavailable
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		r = timedOut
	default:
		r = broken
	}
	if status, listed := statuses[r.Code]; listed {
		return r, status
	}
	return r, http.StatusUnprocessableEntity
}

// badQuery refuses a parameter of an address: a filter that is not understood
// must not silently show other figures.
func badQuery(name, value string, choices ...string) error {
	english, chinese := "check the address", "请核对地址"
	choices = slices.DeleteFunc(slices.Clone(choices), func(c string) bool { return c == "" })
	if len(choices) > 0 {
		english, chinese = "it is one of "+strings.Join(choices, ", "), "可选 "+strings.Join(choices, "、")
	}
	return domain.Reject("query_invalid", "%[1]s=%[2]q is not understood: %[3]s", "参数 %[1]s=%[2]q 无效：%[4]s", name, value, english, chinese)
}
