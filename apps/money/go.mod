module sre-challenge/apps/money

go 1.26
