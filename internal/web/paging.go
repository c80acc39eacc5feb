package web

import (
	"net/url"
	"strconv"

	"github.com/sunledger/sunledger/projections"
)

// paging is where a page stands in a list, and how to get to the others.
type paging struct {
	Total int `json:"total"`
	Page  int `json:"page"`
	Size  int `json:"size"`

	// path is that of the list, and params are its parameters, which links to it
	// carry on.
	path   string
	params []param
	query  url.Values
}

// pagingOf reads which page of a list is asked for.
func (v *visit) pagingOf(path string, params []param) (p paging, err error) {
	usual, most := defaultPage, projections.MaxPage
	switch {
	case v.form == asCSV:
		usual = projections.MaxPage
	case v.form == asHTML:
		most = maxShown
	case v.form == asAtom && path == "/"+feedPage:
		usual, most = maxFeed, maxFeed
	}
	p = paging{path: path, params: params, query: v.query}
	if p.Size, err = numberOf(v.query, "size", usual, 1, most); err == nil {
		p.Page, err = numberOf(v.query, "page", 1, 1, 1_000_000)
	}
	return p, err
}

// rows are those of the page.
func (p paging) rows() projections.Page { return projections.Page{Offset: p.before(), Size: p.Size} }

// before is how many rows come before the page.
func (p paging) before() int { return (p.Page - 1) * p.Size }

// with is the address of the list with another value of a parameter; "" leaves
// it out. Anything but another page begins at the first.
func (p paging) with(name, value string) string {
	q := url.Values{}
	for _, param := range p.params {
		if v := p.query.Get(param.name); v != "" {
			q.Set(param.name, v)
		}
	}
	q.Del("page")
	if q.Del(name); value != "" {
		q.Set(name, value)
	}
	if len(q) == 0 {
		return p.path
	}
	return p.path + "?" + q.Encode()
}

// Pages is how many pages the list has, at least 1.
func (p paging) Pages() int { return max(1, (p.Total+p.Size-1)/p.Size) }

// First is the number of the first row of the page.
func (p paging) First() int { return min(p.Total, p.before()+1) }

// Last is the number of the last row of the page.
func (p paging) Last() int { return min(p.Total, p.before()+p.Size) }

// Newer is the page before this one, or "".
func (p paging) Newer() string {
	switch {
	case p.Page <= 1:
		return ""
	case p.Page == 2:
		return p.with("page", "")
	}
	return p.with("page", strconv.Itoa(min(p.Page-1, p.Pages())))
}

// Older is the page after this one, or "".
func (p paging) Older() string {
	if p.Page >= p.Pages() {
		return ""
	}
	return p.with("page", strconv.Itoa(p.Page+1))
}
