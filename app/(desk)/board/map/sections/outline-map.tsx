import { TileKeys } from "#app/_parts/board/tile-keys.tsx";
import { type Drawn, lookOf, tileWords } from "#app/_parts/board/tile-labels.ts";
import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { ScrollBox } from "#app/_ui/live-table.tsx";
import type { TileColour } from "#lib/board/input.ts";
import { labelsOf, type Sheet } from "#lib/maps/rules/drawing.ts";
import "./outline-map.css";

type Props = {
  label: string;
  sheet: Sheet;
  tiles: Drawn[];
  year: number;
  colour: TileColour;
  hrefOf: (tile: Drawn) => string;
};

const [nameSize, faceSize, lineHeight] = [13, 11, 14];

/**
 * The villages where they lie: outlines filled and points coloured as the tiles are, each a link that says
 * what its tile says.
 */
export async function OutlineMap({ label, sheet, tiles, year, colour, hrefOf }: Props) {
  const t = await getTranslations("board.map");
  const words = await tileWords(colour, year);
  const named = await naming();
  const byId = new Map(tiles.map((tile) => [tile.id, tile]));
  const shapes = sheet.shapes
    .flatMap((shape) => {
      const tile = byId.get(shape.villageId);
      return tile ? [{ ...shape, tile }] : [];
    })
    .toSorted((a, b) => Number(a.path === null) - Number(b.path === null)); // points over outlines
  const sizes = new Map(
    tiles.map((tile) => [
      tile.id,
      {
        width: Math.max(widthOf(named(tile.name), nameSize), widthOf(words.face(tile), faceSize)),
        height: 2 * lineHeight,
      },
    ]),
  );
  const labels = labelsOf(sheet, (id) => sizes.get(id) ?? { width: 0, height: 0 });
  const labelOf = new Map(labels.map((each) => [each.villageId, each]));
  return (
    <TileKeys open={t("open")} help={t("keys")}>
      <ScrollBox label={label} className="outline-map">
        {/* biome-ignore lint/a11y/useSemanticElements: a drawing of links, grouped under its name */}
        <svg viewBox={`0 0 ${sheet.width} ${sheet.height}`} role="group" aria-label={label}>
          <defs>
            <pattern
              id="map-no-data"
              width="8"
              height="8"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <path d="M0 0H8V8H0Z" fill="#eceff3" />
              <path d="M0 0H4V8H0Z" fill="#cdd4dd" />
            </pattern>
          </defs>
          {shapes.map(({ tile, path, dot }) => (
            <a
              key={tile.id}
              className={`shape ${tile.dim ? "shape-dim" : lookOf(tile, colour)}`}
              href={hrefOf(tile)}
              aria-label={named(tile.name)}
              data-village={tile.id}
            >
              <title>{words.say(tile)}</title>
              {path ? <path d={path} /> : dot && <circle cx={dot.x} cy={dot.y} r={7} />}
            </a>
          ))}
          {/* Above all shapes, so that no neighbour covers a name; the links say the same. */}
          {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of texts takes no focus */}
          <g className="shape-names" aria-hidden="true">
            {shapes.map(({ tile, middle }) => {
              const fits = labelOf.get(tile.id);
              const face = words.face(tile);
              return fits ? (
                <text
                  key={tile.id}
                  x={fits.x + fits.width / 2}
                  y={fits.y + lineHeight - 3}
                  data-dim={tile.dim || undefined}
                >
                  {named(tile.name)}
                  <tspan x={fits.x + fits.width / 2} dy={lineHeight}>
                    {face}
                  </tspan>
                </text>
              ) : (
                <text
                  key={tile.id}
                  className="sign"
                  x={middle.x}
                  y={middle.y + 3.5}
                  data-dim={tile.dim || undefined}
                >
                  {signOf(face)}
                </text>
              );
            })}
          </g>
        </svg>
      </ScrollBox>
    </TileKeys>
  );
}

/** About as wide as a text is drawn: Chinese signs are square, Latin ones narrower. */
const widthOf = (text: string, size: number) =>
  [...text].reduce((sum, sign) => sum + size * (sign < "\u2000" ? 0.58 : 1), 0);

/** Where no label fits: what the face begins with, unless it is a number. */
const signOf = (face: string) => /^[^\d+−<>]/u.exec(face)?.[0] ?? "";
