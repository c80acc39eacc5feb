package catalogue

import (
	"github.com/sunledger/sunledger/domain"
	"github.com/sunledger/sunledger/domain/books"
)

// Books is the books of collectives, a year at a time.
var Books = domain.Define(domain.BooksCategory,
	domain.Records[books.Books](
		domain.Says(books.Opened{}, "Books of {year} opened by {chart}, with balances of {total} on either side", "启用{year}年度账套（{chart}），期初余额合计{total}"),
		domain.Says(books.Posted{}, "Entry {number} of {on}: {summary}; {total}", "{on}第{number}号凭证：{summary}，{total}"),
		domain.Says(books.Reversed{}, "Entry {entry} reversed by entry {number} of {on}, {total}: {reason}", "{on}第{number}号凭证红字冲销第{entry}号，{total}：{reason}"),
		domain.Says(books.MonthClosed{}, "Month {month} closed; entries: {entries}; income {income}, expenditure {expenditure}; balances of {debits} on either side", "{month}月结账：凭证{entries}张，收入{income}，支出{expenditure}，余额合计{debits}"),
		domain.Says(books.YearClosed{}, "Year closed on {on}: income {income}, expenditure {expenditure}, surplus {surplus}", "{on}年结：收入{income}，支出{expenditure}，本年收益{surplus}"),
	),
	domain.Opens[books.Books, books.Open]("open the books of a year", "启用年度账套", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[books.Books, books.Post]("post an entry", "记账", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[books.Books, books.Reverse]("reverse an entry by a red one", "红字冲销", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[books.Books, books.CloseMonth]("close a month", "月结", domain.Accountant.At(domain.CommunityLevel)),
	domain.Accepts[books.Books, books.CloseYear]("close the year", "年结", domain.Accountant.At(domain.CommunityLevel)),
)
