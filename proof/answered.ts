// What attacks on the running product and faults put into it once found, and what stands against each since.

/** [what was found, what stands against it, where that is shown] */
export const answered = [
  [
    "a form of a million empty parameters, sent by nobody in particular, stopped the server",
    "lengths by route before anything is read; health is answered before everything else",
    "A8; e2e/guard.e2e.ts",
  ],
  [
    "actions were taken from other origins, and told to believe forwarded hosts",
    "exact Host, Origin and Sec-Fetch-Site on every POST; what only a proxy may say is dropped",
    "A4; bin/guard.test.ts, e2e/guard.e2e.ts",
  ],
  [
    "fields named as every object's own, or no previous state, threw in our code",
    "one wrapper parses arguments and state; one refused payload is one line of log",
    "A3; e2e/attack.e2e.ts",
  ],
  [
    "public, common and former passwords were accepted",
    "an offline list of the commonest, words of the product and district, the five last ones",
    "lib/access/people.world.test.ts, door.world.test.ts",
  ],
  [
    "tokens outlived a password change, never ended, and opened pages",
    "at most a year, ended with the password, the API and print only, made with the second factor",
    "lib/access/sessions.world.test.ts, e2e/doors.e2e.ts",
  ],
  [
    "anybody could keep anybody locked out",
    "a known browser has guesses of its own; `guatu admin unlock`",
    "lib/access/sessions.world.test.ts, e2e/access.e2e.ts",
  ],
  [
    "each refused guess and look was an event for ever",
    "one event an account and window, with a count",
    "A8; lib/audit/deny.world.test.ts",
  ],
  [
    "one administrator could make an auditor alone",
    "made by one, confirmed by another; three duties by a setting; auditors are told",
    "lib/access/two-persons.world.test.ts, duties.world.test.ts",
  ],
  [
    "a real database ran on the demonstration's secret",
    "`init` makes the secret, its fingerprint is kept, another refuses to start",
    "lib/people/store/secret.world.test.ts",
  ],
  [
    "events did not say from where",
    "the client's address, from a configured proxy alone",
    "lib/access/sessions.world.test.ts, bin/guard.test.ts",
  ],
  [
    "a full disk took every page down while readiness said ready",
    "readiness commits a row; what was seen is noted where it can be; reading, exports and sign-out go on",
    "R3, R14; e2e/disk.e2e.ts",
  ],
  [
    "the verifier held forged trails to be sound",
    "every shown column is compared with what was hashed; gaps, footer and anchors",
    "R8; bin/verify-trail.mjs",
  ],
  [
    "`audit verify` held changed money and a role given by SQL to be whole",
    "it replays the trail and compares every table",
    "R13; lib/testing/figures.world.test.ts",
  ],
  [
    "after an upgrade all boards were zero",
    "what counted before approval existed is taken over in one audited event",
    "R15; lib/upgrade/upgraded.world.test.ts",
  ],
  [
    "half of all turned bits in a copy went unseen; nothing made, kept or took back copies",
    "manifest, verification, schedule, retention, second folder, restore, drill",
    "R10; lib/backup, e2e/backups.e2e.ts",
  ],
  [
    "slow connections were never ended, bodies had no limit before sign-in",
    "ten seconds for headers, fifteen for a form, 413 before a byte is read",
    "A8; e2e/guard.e2e.ts",
  ],
  [
    "while somebody posts, 200 readers wait 40 s at the 95th percentile",
    "**not yet**: requests take turns, so that health and sign-in go on; pages are still kept by session and made on one thread",
    "",
  ],
  [
    "one A0 print or large workbook stops everybody for half a second",
    "**not yet** for prints and workbooks, which are made on the server's thread; sheets that arrive are read on another",
    "",
  ],
] as const;
