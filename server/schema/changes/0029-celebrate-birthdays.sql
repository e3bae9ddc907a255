-- Why: promotions give something for a birthday, once a year, whatever becomes of the date that is known of a member; and what is given
-- for an occasion can be taken back, once.
-- Lock: members.profile for the index; build it concurrently where there are many. Time at 3M members: 4 s. Undo: drop index and schema.

create schema occasions;

-- The last year for which a member's birthday was celebrated in a program.
create table occasions.celebrated (
  lane int not null,
  member bigint not null,
  program int not null references programs.program,
  tenant_id int not null references programs.tenant,
  year int not null,
  primary key (lane, member, program),
  foreign key (lane, member) references members.member (lane, member)
);

-- Occasions that were reversed, each once, and the entry that did it.
create table occasions.reversed (
  lane int not null,
  seq bigint not null,
  tenant_id int not null references programs.tenant,
  by_lane int not null,
  by_seq bigint not null,
  primary key (lane, seq)
);

-- Whose birthday is today: the month and day of those who told it, and behind it who, since a day is read page by page.
create index profile_by_birthday on members.profile
  (tenant_id, (extract(month from born_on) * 100 + extract(day from born_on)), lane, member)
  where born_on is not null;
