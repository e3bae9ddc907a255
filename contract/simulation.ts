import { z } from 'zod';
import { clientReference, idText, instantText, page, pageQuery } from './common.ts';
import { codeSchema } from './programs.ts';

export const simulationId = idText('sim');

export const newSimulationSchema = z
  .strictObject({
    reference: clientReference.optional(),
    draft: z.string().min(1).max(63).optional().describe('An open draft of the program'),
    content: z.record(z.string(), z.unknown()).optional().describe('A rulebook, in place of a draft'),
    from: instantText.optional().describe('Receipts from this instant on; all when left out'),
    before: instantText.optional().describe('Receipts before this instant'),
    limits: z
      .enum(['obey', 'ignore'])
      .default('obey')
      .describe('Limits and budgets hold promotions back as at the till, or only say when they would have ended'),
  })
  .meta({ id: 'NewSimulation', description: 'A draft, or a rulebook, to be run over the receipts of the journal.' });

export const simulationHeadSchema = z
  .strictObject({
    simulation: simulationId,
    draft: z.string().optional(),
    state: z.enum(['waiting', 'running', 'done', 'failed']),
    rows: z.number().int().describe('Rows of the journal that are passed'),
    ofRows: z.number().int(),
    askedAt: z.string().meta({ format: 'date-time' }),
    failure: z.string().optional(),
  })
  .meta({ id: 'SimulationHead', description: 'How far a simulation is.' });

export const simulationSchema = simulationHeadSchema
  .extend({
    report: z
      .record(z.string(), z.unknown())
      .optional()
      .describe(
        'When it is done: amounts, cost, returns, byDay, byOutlet, members, promotions, neverFired, overlaps, budgetEnds, lacking of receipts; ' +
          'occasions (amounts, cost, byName, byDay, byMonth, members; null where nothing answers any) and costInAll',
      ),
  })
  .meta({ id: 'Simulation', description: 'A simulation with its report.' });

export const simulationPageSchema = page(simulationHeadSchema);
export const simulationProgramPathSchema = z.strictObject({ program: codeSchema });
export const simulationPathSchema = z.strictObject({ program: codeSchema, simulation: simulationId });

export const derivationPathSchema = z.strictObject({ operation: idText('op') });
export const derivationQuerySchema = z.strictObject({
  for: z.enum(['customer', 'cashier', 'auditor']).default('cashier'),
  language: z.enum(['en', 'es']).optional(),
});

const quantity = z.string();

export const derivationSchema = z
  .strictObject({
    operation: idText('op'),
    kind: z.string().describe('What kind of operation it is, as the journal names it'),
    rulebook: z.number().int().optional().describe('The version that decided it; absent where no promotion did'),
    version: z.number().int().optional(),
    agrees: z
      .boolean()
      .describe('Deciding again gave what was decided then; where no promotion decided, its books sum up'),
    sentences: z.array(z.string()).describe('For the reader that was asked for'),
    derivations: z
      .array(
        z.strictObject({
          promotion: z.string(),
          version: z.number().int(),
          walletType: z.string(),
          points: quantity,
          perLine: z.array(z.tuple([z.number().int(), quantity])),
          derivation: z.record(z.string(), z.unknown()).describe('Rule, counted lines, sources and cap'),
        }),
      )
      .describe('What promotions gave; of a return or a void, what they give for what stays'),
    discounts: z
      .array(
        z.strictObject({
          promotion: z.string(),
          effect: z.number().int(),
          kind: z.string(),
          money: z.string(),
          perLine: z.array(z.tuple([z.number().int(), z.string()])),
        }),
      )
      .describe('What promotions took off the price, as it was decided then'),
    shares: z
      .array(
        z.strictObject({
          promotion: z.string(),
          version: z.number().int(),
          effect: z.number().int(),
          walletType: z.string(),
          granted: quantity,
          before: quantity.describe('What of it stood before these goods came back'),
          stays: quantity,
          perLine: z.array(
            z.strictObject({ line: z.number().int(), granted: quantity, before: quantity, stays: quantity }),
          ),
        }),
      )
      .describe('Of a return or a void: what became of each grant of the receipt'),
    wallets: z
      .array(
        z.strictObject({
          member: z.string().optional().describe('Absent for a gift card'),
          walletType: z.string(),
          unit: z.string(),
          booked: quantity,
          pending: quantity,
          owed: quantity.describe('Plus: more is owed'),
        }),
      )
      .describe('What it did to each wallet'),
    lots: z
      .array(
        z.strictObject({
          effect: z.string(),
          walletType: z.string(),
          unit: z.string(),
          change: quantity,
          grantedBy: idText('op').describe('The operation that had granted the lot'),
          expiresAt: z.string().optional(),
        }),
      )
      .describe('The lots that it made, took from or gave back to'),
    lotsCut: z
      .boolean()
      .describe('There are more lots than are told here: the first of them are, and nothing was summed over them'),
    differences: z
      .array(z.record(z.string(), z.unknown()))
      .describe(
        'What a second computation, without the engine, makes otherwise; empty when all that it looked at is right',
      ),
    notComputed: z
      .array(z.string())
      .describe(
        'What it did not look at, or holds against a bound only; of that an empty list of differences says nothing',
      ),
  })
  .meta({ id: 'Derivation', description: 'Where the points of an operation come from, or went to.' });

const texts = z.strictObject({ en: z.string(), es: z.string() });
const scenarioName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'small letters, digits and hyphens');

export const scenarioPathSchema = z.strictObject({ scenario: scenarioName });

export const scenarioListSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        scenario: scenarioName,
        title: texts,
        promotions: z.array(z.string()).describe('Codes of the promotions that it shows'),
        steps: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'ScenarioList', description: 'The ready scenarios, by name.' });

export const scenarioSchema = z
  .strictObject({
    scenario: scenarioName,
    title: texts,
    rulebook: z.record(z.string(), z.unknown()).describe('Its promotions: the beginning of a draft'),
    file: z.record(z.string(), z.unknown()).describe('The whole of it, as it is played'),
  })
  .meta({ id: 'Scenario', description: 'A ready scenario: given, when, then, over a clock of its own.' });

export const newScenarioRunSchema = z
  .strictObject({
    scenario: scenarioName.optional().describe('One of the library'),
    file: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('A scenario of your own, in place of one of the library'),
    draft: z.string().min(1).max(63).optional().describe('An open draft of the program, in place of its own rulebook'),
    content: z.record(z.string(), z.unknown()).optional().describe('A rulebook, in place of its own'),
    version: z.int().min(1).optional().describe('A published version of the program, in place of its own rulebook'),
    language: z.enum(['en', 'es']).optional(),
    explain: z.boolean().default(false).describe('Say of each receipt why promotions gave nothing'),
  })
  .meta({ id: 'NewScenarioRun', description: 'A scenario to be played in memory; only what came of it is kept.' });

export const scenarioRunId = idText('scr');
const playedRulebook = z
  .strictObject({
    digest: z.string().describe('sha256 of the rulebook that it was played by: equal ones are equal rulebooks'),
    draft: z.string().optional(),
    revision: z.number().int().optional(),
    version: z.number().int().optional().describe('The published version'),
  })
  .describe("By which rules; without draft and version the scenario's own, or one that was sent");

export const scenarioRunSchema = z
  .strictObject({
    run: scenarioRunId.describe('Under which it is kept'),
    playedAt: instantText,
    scenario: scenarioName,
    title: texts,
    ok: z.boolean().describe('Everything went as it is told'),
    rulebook: playedRulebook,
    steps: z.array(
      z.strictObject({
        kind: z.enum(['when', 'then']),
        at: z.string().describe('What clocks on the wall showed after it'),
        text: z.string(),
        ok: z.boolean(),
        told: z.array(z.string()).describe('What came of it'),
        wrong: z.array(z.string()).describe('What is otherwise than it says'),
      }),
    ),
  })
  .meta({ id: 'ScenarioRun', description: 'A scenario as it went.' });

export const keptScenarioRunSchema = scenarioRunSchema
  .extend({ content: z.record(z.string(), z.unknown()).describe('The rulebook that it was played by, as it was then') })
  .meta({ id: 'KeptScenarioRun', description: 'A scenario as it went, with the rulebook of then.' });

export const scenarioRunPageSchema = page(scenarioRunSchema.omit({ steps: true })).meta({ id: 'ScenarioRunPage' });
export const scenarioRunPathSchema = z.strictObject({ program: codeSchema, run: scenarioRunId });
export const scenarioRunListQuery = pageQuery.extend({
  scenario: scenarioName.optional().describe('Only those of one scenario'),
});
