import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../audit.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who speaks. Rooms know more about a principal; the door needs only its scopes. */
export type Principal = {
  readonly tenant: number;
  readonly credential: bigint;
  readonly scopes: ReadonlySet<string>;
  readonly partner?: number | undefined;
  readonly terminal?: number | undefined;
  readonly outlet?: number | undefined;
  readonly program?: number | undefined;
  readonly person?: bigint | undefined;
  /** Of the key of a till or partner that its issuer could play himself: no second person has confirmed it yet. */
  readonly isUnconfirmed?: boolean | undefined;
  /** Of the portal. */
  readonly session?: bigint | undefined;
  /** In which the person of the portal acts, as `partner:norte`. */
  readonly place?: string | undefined;
  /** Who said yes to what the principal asked for, where it waited for a second person. */
  readonly approvedBy?: Actor | undefined;
};

/** What a browser says of itself and its session; for the endpoints of sign-in and sessions. */
export type HttpCaller = {
  /** What the browser calls itself; empty when it does not say. */
  readonly device: string;
  /** Of the cookie of the portal. */
  readonly sessionToken: string | undefined;
  /** Of the cookie of the member's page. */
  readonly memberToken?: string | undefined;
  /** Of the header that no other site can set. */
  readonly csrf: string | undefined;
  /** Whether it came to a name of this very machine, where a browser keeps cookies without TLS. */
  readonly isLoopback: boolean;
};

/** What a handler is given: everything validated, nothing of Fastify. */
export type EndpointRequest<Who, Params = unknown, Query = unknown, Body = unknown> = {
  /** Undefined only where the endpoint is public. */
  readonly principal: Who;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** What is uploaded, as it arrives; only where the endpoint takes files. Not read to its end, it is thrown away. */
  readonly upload?: Readable;
  /** A header by its name in lower case; only where the endpoint takes files, whose signature stands beside them, or names it in `headers`. */
  readonly header?: (name: string) => string | undefined;
  /** The Idempotency-Key header, which serves as client reference where the body has none. What the door keeps (`repeats`) needs no look at it. */
  readonly clientReference: string | undefined;
  /** The If-None-Match header: the version that the caller has already. */
  readonly ifNoneMatch?: string | undefined;
  /** Where the connection comes from; behind a trusted proxy, whom it names. Personal: for counting attempts (`platform/guard`), never for logs. */
  readonly address: string;
  readonly requestId: string;
  readonly language: 'en' | 'es';
  /** Absent only where no server stands before it. */
  readonly caller?: HttpCaller;
};

/** What an act would do: whom or what it is about, and its numbers. */
export type Effect = {
  readonly subject: string;
  /** What will be done, in numbers; plain JSON without personal fields. The same until the yes, or there is none. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Whether a second person is always asked, however little it is. So too where there is no worth. */
  readonly isAlwaysByTwo?: boolean;
  /** How much is moved, in the unit's smallest step. */
  readonly worth?: { readonly unit: string; readonly amount: bigint } | undefined;
  /** What it would pay, where it is points that pay: bound as money is. */
  readonly pays?: { readonly unit: string; readonly amount: bigint } | undefined;
  /** How things would stand afterwards: shown, and free to change until the yes. */
  readonly after?: Readonly<Record<string, unknown>> | undefined;
};

/** What an endpoint says that moves value by hand or loosens a rule, so that beyond what one may alone a second person decides. */
export type SecondPerson<Request> = {
  /** Dotted: the kind of the request that waits. Several endpoints may share one. */
  readonly kind: string;
  /** Only what is done by hand, where tills do the same all day: by a person, or by a key that a person issued: for the whole tenant, or for a till and confirmed by nobody else. */
  readonly ofPersons?: boolean;
  /** The narrower permission by which people may ask too, and which whoever says yes then needs. */
  readonly alsoBy?: string;
  /** What it would do now. No effect: it is a repeat of what was done, or loosens nothing, and is answered at once. */
  effect(request: Request): Promise<Ok<{ readonly effect?: Effect | undefined }> | Refusal>;
};

/** A yes: a status among the endpoint's answers, and its body as it will stand in JSON. */
export type EndpointAnswer<Status extends number = number, Body = unknown> = {
  readonly status: Status;
  readonly body: Body;
  readonly headers?: Readonly<Record<string, string>>;
};

/** An answer that is no JSON but a file of this media type. */
export type FileAnswer = { readonly file: string };

/** What a handler gives where a file is promised. */
export type FileBody = string | Buffer | Readable;

/** Answer schemas by status. `null` says that the status has no body. */
export type AnswerSchemas = Readonly<Record<number, z.ZodType | FileAnswer | null>>;

/** One endpoint as the door keeps it; made by `endpoint`, which checks the types of its handler. */
export type Endpoint<Who extends Principal = Principal> = {
  readonly method: Method;
  /** With `:name` for parameters: `/v1/members/:member`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** The scope that a credential needs, or `public`: then nobody is asked who he is. */
  readonly scope: string;
  readonly tags: readonly string[];
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly answers: AnswerSchemas;
  /** What it may refuse, besides what the door itself refuses. Checked where answers are. */
  readonly refusals: readonly string[];
  /** Bytes; BODY_BYTES_MAX where not given. */
  readonly bodyLimit?: number;
  /** Headers that it reads, in lower case: for protocols of others, which we do not choose. */
  readonly headers?: readonly string[];
  /** Media types of the file that is its body in place of JSON. How large it may be is for the handler to say. */
  readonly upload?: readonly string[];
  /**
   * How a repeat under an Idempotency-Key is met where the body has no `reference`: by the handler itself (`own`), or not at all,
   * since nothing is changed (`reads`). Elsewhere the door keeps the answer (`answer-once.ts`).
   */
  readonly repeats?: 'own' | 'reads';
  /** Shown in the docs; checked against the schema by a test. */
  readonly examples?: { readonly body?: unknown; readonly answer?: unknown };
  /** What of it waits for a second person. */
  readonly secondPerson?: SecondPerson<EndpointRequest<Who | undefined>>;
  handler(request: EndpointRequest<Who | undefined>): HandlerOutcome | Promise<HandlerOutcome>;
};

export type HandlerOutcome = EndpointAnswer | Refusal;

/** The largest body of a single operation: 500 receipt lines take a quarter of it. */
export const BODY_BYTES_MAX = 256 * 1024;

/** The largest body of an endpoint that takes many operations at once. */
export const BATCH_BODY_BYTES_MAX = 8 * 1024 * 1024;

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

type AnswerOf<Answers extends AnswerSchemas> = {
  [Status in keyof Answers & number]: EndpointAnswer<
    Status,
    Answers[Status] extends z.ZodType
      ? z.input<Answers[Status]>
      : Answers[Status] extends FileAnswer
        ? FileBody
        : undefined
  >;
}[keyof Answers & number];

type HandlerAnswer<Answers extends AnswerSchemas, Code extends string> = AnswerOf<Answers> | Refusal<Code>;

type EndpointSpec<
  Who extends Principal,
  Scope extends string,
  Params extends z.ZodType | undefined,
  Query extends z.ZodType | undefined,
  Body extends z.ZodType | undefined,
  Answers extends AnswerSchemas,
  Code extends string,
> = Omit<Endpoint<Who>, 'scope' | 'params' | 'query' | 'body' | 'answers' | 'refusals' | 'secondPerson' | 'handler'> & {
  readonly secondPerson?: SecondPerson<EndpointRequest<Who, Output<Params>, Output<Query>, Output<Body>>>;
  readonly scope: Scope;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answers: Answers;
  readonly refusals: readonly Code[];
  readonly handler: (
    request: EndpointRequest<Scope extends 'public' ? undefined : Who, Output<Params>, Output<Query>, Output<Body>>,
  ) => HandlerAnswer<NoInfer<Answers>, NoInfer<Code>> | Promise<HandlerAnswer<NoInfer<Answers>, NoInfer<Code>>>;
};

/**
 * The maker of endpoints for one kind of principal: `const endpoint = endpointsFor<Principal>()`. The handler gets what
 * the schemas make of the input, and may answer only what `answers` and `refusals` say.
 */
export const endpointsFor =
  <Who extends Principal>() =>
  <
    const Scope extends string,
    const Answers extends AnswerSchemas,
    const Code extends string = never,
    Params extends z.ZodType | undefined = undefined,
    Query extends z.ZodType | undefined = undefined,
    Body extends z.ZodType | undefined = undefined,
  >(
    spec: EndpointSpec<Who, Scope, Params, Query, Body, Answers, Code>,
  ): Endpoint<Who> =>
    // The door calls a handler only with what its own schemas gave, so the narrower type may be forgotten here.
    spec as unknown as Endpoint<Who>;

/** An endpoint for the plain principal of the door. */
export const endpoint = endpointsFor<Principal>();
