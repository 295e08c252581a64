import { isConnectionLoss } from '../port/database-error.ts';

/** Statements of one kind that run at a time. */
const MAX_STATEMENTS = 2;
/** Questions that one statement answers at most. */
const MAX_QUESTIONS = 64;

interface Question<Ask, Answer> {
  readonly ask: Ask;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Questions of one kind from different requests. One that comes alone is asked at once; those that wait meanwhile share the next statement, which
 * begins after each of them was asked, so that everybody sees what was committed before. Who waits is bounded by the requests in hand.
 */
export class SharedQuery<Ask, Answer> {
  readonly #answer: (asks: readonly Ask[]) => Promise<readonly Answer[]>;
  readonly #waiting: Question<Ask, Answer>[] = [];
  #running = 0;
  #isPlanned = false;

  /** `answer` gives one answer for each question, in their order. */
  constructor(answer: (asks: readonly Ask[]) => Promise<readonly Answer[]>) {
    this.#answer = answer;
  }

  ask(ask: Ask): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ask, resolve, reject });
      this.#plan();
    });
  }

  /** Questions of the same turn of the event loop find each other. */
  #plan(): void {
    if (this.#isPlanned || this.#waiting.length === 0 || this.#running >= MAX_STATEMENTS) return;
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      this.#running += 1;
      void this.#run(this.#waiting.splice(0, MAX_QUESTIONS)).finally(() => {
        this.#running -= 1;
        this.#plan();
      });
      this.#plan();
    });
  }

  /** A statement that fails may be the fault of one question, so each is asked by itself then. Never rejects. */
  async #run(questions: readonly Question<Ask, Answer>[]): Promise<void> {
    try {
      const answers = await this.#answer(questions.map(({ ask }) => ask));
      // One answer for each question, as the constructor asks for.
      questions.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
    } catch (error) {
      if (questions.length === 1 || isConnectionLoss(error)) for (const { reject } of questions) reject(error);
      else for (const question of questions) await this.#run([question]);
    }
  }
}
