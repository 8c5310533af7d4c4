/** Weighing the parts of synergies in the browser: the same sums as the server's, to the last digit. */

/** A part of a score: `usual` is its weight in the profile, `weight` the one in use. */
export interface Component {
  name: string;
  kind: string;
  label: string;
  usual: number;
  weight: number;
}

/** A region on the map, where its point is known. */
export interface Placed {
  id: string;
  label: string;
  latitude: number | null;
  longitude: number | null;
}

/** A possible partner with a value for each component. */
export interface Candidate extends Placed {
  coverage: number;
  values: number[];
}

export interface Ranked {
  candidate: Candidate;
  score: number;
  /** What each component adds, in the order of the components. */
  parts: number[];
}

const PRECISION = 1e12;
const THREE_DIGITS = new Intl.NumberFormat("en", {
  minimumFractionDigits: 3,
  maximumFractionDigits: 3,
  roundingMode: "halfEven",
} as Intl.NumberFormatOptions);

/** The candidates with a score above 0, best first; equal ones stay in their order. */
export function rank(candidates: Candidate[], weights: number[]): Ranked[] {
  return candidates
    .map((candidate) => weighed(candidate, weights))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score);
}

/** A score as people read it. */
export function shownScore(score: number): string {
  return THREE_DIGITS.format(score);
}

/** A number whose sign is a minus rather than a hyphen. */
export function withMinus(number: string): string {
  return number.replace(/^-/, "\u2212");
}

/** The weights that are not the profile's, as a URL has them. */
export function changedWeights(components: Component[], weights: number[]): string {
  const changed = components.flatMap(({ name, usual }, at) =>
    weights[at] === usual ? [] : [`${name}:${weights[at]}`],
  );
  return changed.join(",");
}

function weighed(candidate: Candidate, weights: number[]): Ranked {
  const parts = weights.map((weight, at) => weight * (candidate.values[at] ?? 0));
  let score = 0;
  for (const part of parts) score += part;
  return { candidate, score: rounded(score), parts };
}

/** Rounded to twelve decimals as the server rounds: halves to the even neighbour. */
function rounded(number: number): number {
  const scaled = number * PRECISION;
  const below = Math.floor(scaled);
  const rest = scaled - below;
  const up = rest > 0.5 || (rest === 0.5 && below % 2 !== 0);
  return (up ? below + 1 : below) / PRECISION;
}
