/** A region and its partners on the map: discs as large as their scores, arcs to the best of them. */

import { strongestKind } from "./bars";
import { type Arc, EuropeMap, type Place } from "./map";
import { type Component, type Placed, type Ranked, shownScore } from "./ranking";

/** What a partner looks like on the map. */
interface Look {
  id: string;
  label: string;
  /** Its score over that of the best partner. */
  share: number;
  colour: string;
  at: [latitude: number, longitude: number];
}

export class PartnerMap {
  private constructor(
    private readonly map: EuropeMap,
    private readonly region: Placed,
    private readonly components: Component[],
    private readonly choose: (id: string) => void,
  ) {}

  /** A map in the container; `choose` is given the partner that somebody clicks on. */
  static async open(
    container: HTMLElement,
    region: Placed,
    components: Component[],
    choose: (id: string) => void,
  ): Promise<PartnerMap> {
    return new PartnerMap(await EuropeMap.open(container), region, components, choose);
  }

  /** Shows the partners, with arcs to as many of the best as are listed. */
  show(ranking: Ranked[], listed: number): void {
    const best = ranking[0]?.score ?? 1;
    const looks = ranking.map((one, at) => this.look(one, at + 1, best));
    const chosen = ({ id }: { id: string }) => id !== this.region.id && this.choose(id);
    this.map.showArcs(
      looks.slice(0, listed).flatMap((look) => this.arc(look)),
      chosen,
    );
    this.map.showPlaces([...looks.flatMap(place), ...this.self()], chosen);
  }

  /** Whatever in the list is pointed at stands out on the map. */
  follow(list: HTMLElement): void {
    this.map.follow(list);
  }

  /** Offers what the map shows as a PNG. */
  async save(name: string, title: string): Promise<void> {
    await this.map.downloadPng(name, title);
  }

  private look({ candidate, score, parts }: Ranked, rank: number, best: number): Look | undefined {
    const at = position(candidate);
    const colour = `--${strongestKind(this.components, parts)}`;
    const label = `${rank}. ${candidate.label}: ${shownScore(score)}`;
    return at && { id: candidate.id, label, share: score / best, colour, at };
  }

  private arc(look: Look | undefined): Arc[] {
    const from = position(this.region);
    return from && look ? [{ ...look, from, to: look.at, width: 1 + 5 * look.share }] : [];
  }

  private self(): Place[] {
    const at = position(this.region);
    const { id, label } = this.region;
    return at ? [{ id, label, latitude: at[0], longitude: at[1], radius: 10, colour: "--ink" }] : [];
  }
}

function place(look: Look | undefined): Place[] {
  if (!look) return [];
  const { id, label, colour, share, at } = look;
  return [{ id, label, colour, latitude: at[0], longitude: at[1], radius: 3 + 6 * share }];
}

function position({ latitude, longitude }: Placed): [number, number] | undefined {
  return latitude === null || longitude === null ? undefined : [latitude, longitude];
}
