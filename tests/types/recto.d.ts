// What the scripts of the site share: each adds its part to `window.recto`; and what those of `recto serve` are told.
// Checked by scripts/test; nothing of it is shipped.

/** Times are seconds since 1970. `phase` is as in ts-fsrs: 1 learning, 2 review, 3 relearning. */
interface CardState {
  due: number; stability: number; difficulty: number; reps: number; lapses: number;
  phase: number; last: number; step: number; days: number;
}

/** The two sides of a card, made anew each time it is shown. */
interface Faces { context: Element[]; question: HTMLElement; answer: HTMLElement[] }

/** What the queue sees of a card: its key in the store, and the question it is a part of. */
interface Askable { card: string; family: string }

/** A card that can be shown. */
interface Item extends Askable {
  guid: string; kind: string; href: string; page: string; title: string;
  /** Which blank is asked, where it is one of blanks. */
  blank: string;
  faces: () => Faces;
}

/**
 * A card in play. `step` uncovers a part and says whether it did; `reveal` shows what was right and gives
 * the grade it suggests (1 to 4), or 0. `said` is what a screen reader should hear of it.
 */
interface Play {
  parts: HTMLElement[]; focus?: HTMLElement; left: () => number; step: () => boolean;
  press: (digit: number) => boolean; reveal: () => { grade: number; said: string };
}

type Mode = "due" | "weak" | "all";

/** What waits for another day. */
interface Held { fresh: number; reviews: number; siblings: number }

/** How many questions are being learnt and known. */
interface Share { learning: number; known: number }

/** Section pages with how many questions of each belong here; `only` names the guids, where not all do. */
interface Scope { pages: Map<string, number>; only: Set<string> | null }

/** A graded card on its page. */
interface Graded { card: string; guid: string; state: CardState; page: string }

interface Grade { id: string; name: string }

/** `usual` is the grade, from 1, that Space gives when nothing else is suggested; `measure` names the bar. */
interface StageScript {
  title: string; grades: Grade[]; usual: number; measure: string;
  turned: () => void; graded: (grade: number) => void; key: (key: string) => boolean; leave: () => void; closed: () => void;
}

interface Stage {
  dialog: HTMLDialogElement; extra: HTMLElement;
  show: (item: Item, said: string) => void;
  turn: (side: boolean) => void;
  put: (...nodes: Node[]) => void;
  label: (grade: number, when: string, spoken: string) => void;
  say: (text: string) => void;
  note: (text: string) => void;
  isShown: () => boolean;
  progress: (done: number, of: number, text: string) => void;
  close: () => void;
}

interface StudyOptions { fresh: number; reviews: number; retention: number; apart: boolean }

/** How a session is held; `beyond` new questions were not even loaded, and `retry` gathers the cards of a changed choice. */
interface Session {
  title: string; mode: Mode; shuffled?: boolean; unlimited?: boolean; ended?: () => void;
  beyond?: number; retry?: (change: SessionChange) => void;
}
interface SessionChange { mode?: Mode; unlimited?: boolean }

/** One question of an interview; `grade` 0 was not reached. */
interface Result { item: Item; page: string; grade: number; seconds: number }
interface Outcome { results: Result[]; seconds: number; minutes: number }

interface Past { item: Item; grade: number; seconds: number }

/** What is shown of a card that was found; `text` is the beginning of its answer. */
interface SearchCard { title: string; url: string; guid: string; text: string; tags: string }

type Words = Record<string, string | Record<string, string>>;
type Values = Record<string, string | number>;

interface Recto {
  // theme.js
  read: (key: string) => string | null;
  write: (key: string, value: string) => void;
  // page.js
  words: (words: [string, Words][]) => void;
  t: (key: string, values?: Values) => string;
  number: (value: number) => string;
  say: (text: string) => void;
  shortcut: (event: KeyboardEvent) => boolean;
  // code.js
  enhance: (below: ParentNode) => void;
  // links.js, study/where.js
  links: (links: { pages: string[]; cards: Record<string, number> }) => void;
  // find.js
  find: {
    prepare: () => void;
    search: (query: string) => Promise<{ hits: number[]; marks: { word: string; cjk: boolean }[] }>;
    cards: (numbers: number[]) => Promise<SearchCard[]>;
    spans: (text: string, words: { word: string; cjk: boolean }[]) => number[][];
    renew: () => void;
  };
  searchIndex: (index: { cards: number; block: number; shards: string[]; t: string; c: string }) => void;
  searchCards: (n: number, cards: [string, string, string, string, string][]) => void;
  searchTerms: (n: number, text: string) => void;
  // study/load.js
  script: (src: string) => Promise<void>;
  // study/dom.js
  el: (tag: string, props?: Record<string, unknown>, ...children: (Node | string | null | false | undefined)[]) => any;
  span: (seconds: number, style?: "short" | "long") => string;
  ahead: (seconds: number) => string;
  list: (parts: string[]) => string;
  percent: (value: number) => string;
  date: (day: string, form?: Intl.DateTimeFormatOptions) => string;
  // study/state.js
  state: {
    parse: (line: unknown) => CardState | null;
    write: (state: CardState) => string;
    day: (at?: number) => string;
    now: () => number;
    isDue: (state: CardState) => boolean;
    isKnown: (state: CardState) => boolean;
    DAY: number;
  };
  // study/store.js
  store: {
    project: string;
    form: number;
    trouble: () => string;
    put: (key: string, value: string | null) => boolean;
    putAll: (changes: Map<string, string>) => boolean;
    all: (kind: string) => [string, string][];
    counts: (line: string | undefined) => number[];
    fromForm0: (cards: unknown) => Map<string, string>;
    listen: (heard: () => void) => void;
    line: (card: string) => string | undefined;
    state: (card: string) => CardState | null;
    states: () => Map<string, CardState>;
    count: (day: string, by: number[]) => void;
    days: () => Map<string, number[]>;
    isStarred: (guid: string) => boolean;
    star: (guid: string) => boolean;
    starred: () => string[];
    options: () => StudyOptions;
    another: () => number;
    choose: (some: Partial<StudyOptions>) => void;
    begin: () => void;
  };
  // study/schedule.js
  schedule: {
    preview: (state: CardState | null, retention: number) => CardState[];
    recall: (state: CardState) => number;
  };
  // study/queue.js
  queue: {
    plan: <T extends Askable>(items: T[], how: {
      mode: Mode; shuffled?: boolean; apart: boolean; fresh: number; reviews: number;
      state: (card: string) => CardState | null; recall: (state: CardState) => number;
    }) => { line: T[]; steps: T[]; held: Held };
    shuffle: <T>(items: T[]) => T[];
  };
  // study/lift.js, diff.js, play.js, keys.js, stage.js
  lift: (article: Element, base: string) => Item[];
  diff: {
    pieces: (typed: string, right: string) => { kind: "kept" | "missing" | "extra"; text: string }[];
    likeness: (typed: string, right: string) => number;
  };
  play: (item: Item, faces: Faces, turn: () => void) => Play;
  keysSheet: (on?: Element) => void;
  keyOf: (event: KeyboardEvent) => string;
  stage: (script: StageScript) => Stage;
  // study/summary.js, session.js, begin.js
  summary: (stage: Stage, results: { past: Past[]; grades: Grade[]; weak: Item[]; left: number; held: Held; again: (items: Item[]) => void }) => HTMLElement;
  study: (items: Item[], how: Session) => Held | null;
  begin: (items: Item[], how: Session) => void;
  // study/where.js, pages.js, scope.js
  where: (guids: Iterable<string>) => Promise<Map<string, string>>;
  pages: {
    inside: (url: string) => string | null;
    cardsOf: (url: string) => Promise<Item[]>;
    linksOf: (url: string) => Promise<{ guid: string; url: string }[]>;
    fewAtATime: <T>(jobs: (() => Promise<T>)[]) => Promise<T[]>;
  };
  scope: {
    ofTags: (urls: string[]) => Promise<Scope>;
    ofGuids: (guids: string[]) => Promise<Scope>;
    gather: (scope: Scope, how: { mode: Mode; shuffled: boolean; unlimited: boolean }) => Promise<Item[]>;
    cards: (scope: Scope, urls: Iterable<string>) => Promise<Item[]>;
    graded: (scope: Scope) => Promise<Graded[]>;
    guidOf: (card: string) => string;
  };
  // study/interview.js, sheet.js, transfer.js, progress.js, heat.js
  interview: {
    draw: (scope: Scope, count: number) => Promise<{ item: Item; page: string }[]>;
    run: (drawn: { item: Item; page: string }[], how: { minutes: number; ended: (outcome: Outcome) => void }) => void;
    clock: (seconds: number) => string;
  };
  sheet: (outcome: Outcome, nameOf: (page: string) => string, closed: () => void) => void;
  transfer: { save: (title: string) => string; take: (text: string) => { cards: number; of: number } };
  progress: {
    byPage: () => Promise<Map<string, Share>>;
    add: (shares: Iterable<Share | undefined>) => Share;
    bar: (total: number, share: Share) => Element;
    legend: (total: number, share: Share) => Element;
  };
  heat: () => Element | null;
}

interface Window { recto: Recto }

/** What the events of `recto serve` tell; a finding is as `recto check --format json` writes it. */
interface ServeState {
  build: number; site: string; failed: { message: string; help: string | null } | null;
  errors: number; warnings: number; advice: number; findings: ServeFinding[];
}
interface ServeFinding { severity: string; code: string; message: string; path: string; line?: number; help?: string | null }

/** A card of ts-fsrs, as far as it is used. */
interface FsrsCard {
  due: Date; stability: number; difficulty: number; elapsed_days: number; scheduled_days: number; learning_steps: number;
  reps: number; lapses: number; state: number; last_review?: Date;
}

/** vendor/ts-fsrs.js */
declare const tsFsrs: {
  fsrs: (parameters: { request_retention?: number; enable_fuzz?: boolean; learning_steps?: string[]; relearning_steps?: string[] }) => {
    repeat: (card: FsrsCard, now: Date) => Record<number, { card: FsrsCard }>;
    get_retrievability: (card: FsrsCard, now: Date, format: false) => number;
  };
};
