/**
 * What processes of one application share: what they have taken of LinkedIn's limits, one row a
 * limit, and the access token.
 */
export const limits = {
  number: 7,
  name: 'limits',
  sql: `
create table rsc.budgets (
  key text constraint budgets_pkey primary key,
  -- Newest moment anything was taken at, in milliseconds of the clients' clock.
  at_ms bigint not null,
  -- From then on nothing of it counts any more.
  ends_ms bigint not null,
  -- Taken slice of time by slice of time, the oldest first.
  amounts integer[] not null
);
create index budgets_ends on rsc.budgets (ends_ms);

-- The slices of a budget at a later moment. If the clock went back by more than other machines'
-- clocks may differ, or slices were of another number, everything counts as taken last.
create function rsc.slices_at(
  amounts integer[], size integer, slice_ms bigint, was_ms bigint, now_ms bigint
) returns integer[] language plpgsql immutable as $$
declare
  steps bigint := greatest(now_ms / slice_ms - was_ms / slice_ms, 0);
begin
  if was_ms > now_ms + 5000 or cardinality(amounts) <> size then
    return array_fill(0, array[size - 1])
      || (select coalesce(sum(amount), 0)::integer from unnest(amounts) as amount);
  end if;
  if steps >= size then
    return array_fill(0, array[size]);
  end if;
  if steps > 0 then
    return amounts[steps + 1 :] || array_fill(0, array[steps::integer]);
  end if;
  return amounts;
end $$;

-- Takes all shares or none, in one statement: a process that dies holds nobody up. A share gets as
-- much as there is of what it wants, if that is what it needs. Of one that is short, retry_ms says
-- when there will be enough. What is given back is given back in any case.
create function rsc.take_budgets(shares jsonb, moment_ms bigint)
  returns table (number integer, granted integer, slice bigint, retry_ms bigint)
  language plpgsql as $$
declare
  share record;
  held rsc.budgets;
  all_held rsc.budgets[] := '{}';
  all_places bigint[] := '{}';
  all_granted integer[] := '{}';
  all_ends bigint[] := '{}';
  is_short boolean := false;
  clock_ms bigint;
  newest bigint;
  place bigint;
  used bigint;
begin
  for share in
    select * from jsonb_to_recordset(shares) as each (
      number integer, key text, slice_ms bigint, slices integer, ahead integer, hold_ms bigint,
      ceiling integer, most integer, needed integer, wanted integer, back_slice bigint, back integer)
    -- Everybody locks in one order, so that nobody waits for each other.
    order by each.key
  loop
    loop
      select * into held from rsc.budgets where key = share.key for update;
      exit when found;
      insert into rsc.budgets (key, at_ms, ends_ms, amounts)
        values (share.key, moment_ms, moment_ms, array_fill(0, array[share.slices + share.ahead]))
        on conflict do nothing;
    end loop;
    held.amounts := rsc.slices_at(
      held.amounts, share.slices + share.ahead, share.slice_ms, held.at_ms, moment_ms);
    clock_ms := case when held.at_ms > moment_ms + 5000 then moment_ms
      else greatest(held.at_ms, moment_ms) end;
    newest := clock_ms / share.slice_ms;
    place := share.back_slice - newest + share.slices;
    if share.back > 0 and place between 1 and cardinality(held.amounts) then
      held.amounts[place] := greatest(held.amounts[place] - share.back, 0);
    end if;
    used := (select sum(amount) from unnest(held.amounts) as amount);

    number := share.number;
    granted := greatest(least(share.wanted, share.ceiling - used), 0);
    -- The last request below the ceiling may go beyond it.
    if granted < share.needed and used < share.ceiling and used + share.needed <= share.most then
      granted := share.needed;
    end if;
    slice := least((clock_ms + share.hold_ms) / share.slice_ms, newest + share.ahead);
    retry_ms := null;
    if granted < share.needed then
      is_short := true;
      granted := 0;
      retry_ms := (
        select (newest + min(gone.place)) * share.slice_ms - moment_ms
        from (
          select each.place, sum(each.amount) over (order by each.place) as amount
          from unnest(held.amounts) with ordinality as each (amount, place)
        ) as gone
        where gone.amount >= greatest(
          used + share.needed - share.most, used + 1 - share.ceiling));
    end if;
    held.at_ms := clock_ms;
    all_held := all_held || held;
    all_places := all_places || slice - newest + share.slices;
    all_granted := all_granted || granted;
    all_ends := all_ends || (slice + share.slices) * share.slice_ms;
    return next;
  end loop;
  for nth in 1 .. cardinality(all_held) loop
    held := all_held[nth];
    if not is_short then
      place := all_places[nth];
      held.amounts[place] := held.amounts[place] + all_granted[nth];
      held.ends_ms := greatest(held.ends_ms, all_ends[nth]);
    end if;
    update rsc.budgets set at_ms = held.at_ms, ends_ms = held.ends_ms, amounts = held.amounts
      where key = held.key;
  end loop;
end $$;

create table rsc.access_tokens (
  client_id text constraint access_tokens_pkey primary key,
  token bytea not null,
  token_key_id text not null,
  renew_at timestamptz not null
);
`,
} as const;
