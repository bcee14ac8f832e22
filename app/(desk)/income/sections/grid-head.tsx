import type { Words } from "#lib/core/message-keys.ts";
import type { GridAccount } from "./grid-sums.ts";
import type { headWords } from "./words.ts";

/** An account with the group that it stands in; the first of a group says how many there are. */
export type GroupedAccount = GridAccount & { group: string; first: boolean; span: number };

type Props = {
  accounts: GroupedAccount[];
  words: Words<typeof headWords>;
};

export function GridHead({ accounts, words }: Props) {
  return (
    <thead className="max-phone:hidden">
      <tr>
        <th scope="col" rowSpan={2}>
          {words.village}
          <small className="block text-[11px] font-normal text-ink-2">{words.unit}</small>
        </th>
        {accounts
          .filter((account) => account.first)
          .map((account) => (
            <th
              key={account.id}
              scope="colgroup"
              colSpan={account.span}
              className="border-l border-line text-center!"
            >
              {account.group}
            </th>
          ))}
        {[words.month, words.year, words.gap].map((head) => (
          <th key={head} scope="col" rowSpan={2} className="num border-l border-line">
            {head}
          </th>
        ))}
        <th scope="col" rowSpan={2}>
          {words.tier}
        </th>
      </tr>
      <tr>
        {accounts.map((account) => (
          <th
            key={account.id}
            scope="col"
            className={`num whitespace-normal! ${account.first ? "border-l border-line" : ""}`}
          >
            <b className="font-semibold">{account.code}</b>
            <small className="block max-w-24 text-[11px] leading-tight">{account.name}</small>
          </th>
        ))}
      </tr>
    </thead>
  );
}
