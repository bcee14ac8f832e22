import { getLocale } from "next-intl/server";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations, wordsFor } from "#app/_server/i18n/translations.ts";
import { database } from "#app/_server/session/database.ts";
import { Link } from "#app/_ui/link.tsx";
import { may } from "#lib/access/policy.ts";
import type { Actor } from "#lib/core/actor.ts";
import { unitsOf } from "#lib/core/money.ts";
import { nameIn } from "#lib/divisions/rules/names.ts";
import { hasFacts } from "#lib/facts/queries/facts.ts";
import { Keys } from "./keys.tsx";
import { NavLink } from "./nav-link.tsx";
import { placesOf } from "./navigation.ts";
import { PreferenceSwitch } from "./preference-switch.tsx";
import { keysWords } from "./words.ts";

export async function TopBar({ actor }: { actor: Actor }) {
  const t = await getTranslations();
  const locale = await getLocale();
  const unit = await unitOf();
  const places = placesOf(actor, await hasFacts(await database()));
  const search = may(actor, "board.read");
  const switches = (
    <>
      {search && (
        <PreferenceSwitch
          name="unit"
          label={t("app.unit")}
          chosen={unit}
          choices={unitsOf(locale).map((value) => ({ value, label: t(`unitChoice.${value}`) }))}
        />
      )}
      <PreferenceSwitch
        name="locale"
        label={t("app.language")}
        chosen={locale}
        choices={[
          { value: "zh-CN", label: "中文" },
          { value: "en", label: "EN" },
        ]}
      />
    </>
  );
  const account = (
    <>
      <Link
        href="/account"
        className="truncate hover:text-brand-ink"
        title={`${t(`role.${actor.role}`)} · ${nameIn(locale, actor.scope.name)}`}
      >
        {actor.name}
      </Link>
      <form action="/logout" method="post">
        <button type="submit" className="cursor-pointer whitespace-nowrap text-ink-2 hover:text-brand-ink">
          {t("nav.signOut")}
        </button>
      </form>
    </>
  );
  return (
    <header className="no-print sticky top-0 z-30 border-b border-line bg-sheet">
      <div className="flex h-[52px] items-center gap-1 px-5 max-phone:px-3">
        <Link href="/" className="mr-4 flex items-center gap-2 text-lg font-bold tracking-wider">
          <Logo />
          {t("app.name")}
        </Link>
        <nav aria-label={t("app.menu")} className="flex min-w-0 items-center gap-0.5 max-xl:hidden">
          {places.map((place) => (
            <NavLink key={place.name} href={place.href} label={t(`nav.${place.name}`)} />
          ))}
        </nav>
        <span className="ml-auto flex items-center gap-2.5">
          <Keys
            places={places.map(({ key, href, name }) => ({ key, href, label: t(`nav.${name}`) }))}
            search={search}
            words={await wordsFor(keysWords)}
          />
          <span className="contents max-lg:hidden">{switches}</span>
          <span className="flex max-w-48 items-center gap-3 text-[13px] text-ink-2 max-lg:hidden">
            {account}
          </span>
          <details className="relative xl:hidden">
            <summary className="button list-none" aria-label={t("app.menu")}>
              ☰
            </summary>
            <div className="absolute right-0 top-full z-40 mt-2 grid w-72 gap-1 rounded-lg border border-line bg-sheet p-3 shadow-lg">
              {places.map((place) => (
                <NavLink key={place.name} href={place.href} label={t(`nav.${place.name}`)} />
              ))}
              <div className="mt-2 flex flex-wrap gap-3 border-t border-line pt-3 lg:hidden">{switches}</div>
              <div className="flex items-center justify-between gap-3 border-t border-line pt-3 text-[13px] text-ink-2 lg:hidden">
                {account}
              </div>
            </div>
          </details>
        </span>
      </div>
    </header>
  );
}

const Logo = () => (
  <svg aria-hidden="true" width="18" height="18" viewBox="0 0 18 18">
    <defs>
      <clipPath id="logo">
        <rect width="18" height="18" rx="4" />
      </clipPath>
    </defs>
    <g clipPath="url(#logo)">
      <rect width="18" height="18" fill="#5fb08c" />
      <path d="M18 0v18H0z" fill="#f3bf7f" />
      <path d="M18 9v9H9z" fill="#c02b37" />
    </g>
  </svg>
);
