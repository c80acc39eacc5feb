// Package training is the classes in which farmers, accountants and cadres are
// trained (培训): one stream a class, planned by a community, a town or the
// county, then held or cancelled. People are counted only when it was held.
package training
