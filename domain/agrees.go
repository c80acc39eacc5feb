package domain

import "reflect"

// Agrees holds an event against what follows from it and the records: the numbers
// that complete fills in are those that it has. It refuses with numbers_differ, and
// says which field differs.
func Agrees[E Event](e E, act Act, complete func(E, Act) (E, error)) error {
	want, err := complete(e, act)
	if err != nil || reflect.DeepEqual(e, want) {
		return err
	}
	got, due := reflect.ValueOf(e), reflect.ValueOf(want)
	for i := range got.NumField() {
		if f := got.Type().Field(i); !reflect.DeepEqual(got.Field(i).Interface(), due.Field(i).Interface()) {
			return Reject("numbers_differ",
				"%[1]s is recorded as %[3]v, and what follows from the records and the rules is %[4]v: record that",
				"%[2]s记录为 %[3]v，而按记录和规则应为 %[4]v：请按此记录",
				f.Tag.Get("en"), f.Tag.Get("zh"), got.Field(i).Interface(), due.Field(i).Interface())
		}
	}
	return nil
}
