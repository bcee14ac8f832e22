import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { lights } from "#lib/projects/lights.ts";
import { WallFilter } from "#lib/wall/input.ts";
import { lightShapes } from "../_components/light-shapes.ts";
import type { Query } from "../_components/query.ts";
import { found } from "../_server/found.ts";
import { context, demonstration } from "../_server/visitor.ts";
import { wallQuestion, watcherOf } from "../_server/wall.ts";
import { inWords } from "./in-words.ts";
import { Out, Wall } from "./wall.tsx";
import { type WallWords, wordKeys } from "./words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wall"))("title") };
}

/** 大屏: comes whole, so that it shows without a script; the script then turns the scenes and keeps them true. */
export default async function WallPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { node, every } = WallFilter.parse(await searchParams);
  const t = await getTranslations();
  const words = Object.fromEntries(wordKeys.map((key) => [key, t.raw(`wall.${key}`)])) as WallWords;
  const watcher = await watcherOf(node);
  if (watcher === "stopped") return <Out why="stopped" words={words} />;
  // Whoever is no screen is a person: sent to sign in, or told that this is not theirs.
  if (watcher?.ctx.actor.role !== "screen") await context("board.read");
  if (!watcher) return null;
  const question = await found(wallQuestion(watcher, node));
  return (
    <Wall
      first={await inWords(question)}
      query={node ? `?node=${node}` : ""}
      every={every}
      lights={lights.map((light) => ({ light, text: `${lightShapes[light]} ${t(`light.${light}`)}` }))}
      demonstration={await demonstration()}
      words={words}
    />
  );
}
