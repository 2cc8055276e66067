// What went wrong with a question to the server, in words for a person.
export interface Trouble {
  kind: 'silent' | 'sign_in' | 'forbidden' | 'not_ready' | 'refused';
  title: string;
  detail: string;
  fix: string;
}

export type Answer<T> = { body: T; etag: string | null } | { unchanged: true } | { trouble: Trouble };

// One view of the server's data. A failed question keeps what was known: nothing leaves the page
// before the server says so. Questions that come while one is under way share one more after it.
export class Resource<T> {
  data = $state.raw<T | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  loading = $state(false);
  answeredAt = $state<number | null>(null); // browser's clock, of the last good answer
  private etag: string | null = null;
  private again = false;
  private generation = 0;
  private underWay: Promise<void> | null = null;

  constructor(private readonly ask: (etag: string | null) => Promise<Answer<T>>) {}

  load(): Promise<void> {
    if (this.underWay) {
      this.again = true;
      return this.underWay;
    }
    this.underWay = this.run().finally(() => {
      this.underWay = null;
      this.loading = false;
    });
    return this.underWay;
  }

  // For a view whose question has changed: what it held answers something else.
  forget(): void {
    this.generation += 1;
    this.data = null;
    this.trouble = null;
    this.answeredAt = null;
    this.etag = null;
  }

  private async run(): Promise<void> {
    this.loading = true;
    do {
      this.again = false;
      const generation = this.generation;
      const answer = await this.ask(this.etag);
      if (generation === this.generation) this.take(answer);
      else this.again = true;
    } while (this.again);
  }

  private take(answer: Answer<T>): void {
    if ('trouble' in answer) {
      this.trouble = answer.trouble;
      return;
    }
    if ('body' in answer) {
      this.data = answer.body;
      this.etag = answer.etag;
    }
    this.trouble = null;
    this.answeredAt = Date.now();
  }
}
