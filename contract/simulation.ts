import { z } from 'zod';
import { clientReference, idText, instantText, page } from './common.ts';
import { codeSchema } from './programs.ts';

export const simulationId = idText('sim');

export const newSimulationSchema = z
  .strictObject({
    reference: clientReference.optional(),
    draft: z.string().min(1).max(63).optional().describe('An open draft of the program'),
    content: z.record(z.string(), z.unknown()).optional().describe('A rulebook, in place of a draft'),
    from: instantText.optional().describe('Receipts from this instant on; all when left out'),
    before: instantText.optional().describe('Receipts before this instant'),
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
        'When it is done: amounts, cost, byDay, byOutlet, members, promotions, neverFired, overlaps, budgetEnds, lacking',
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

export const derivationSchema = z
  .strictObject({
    operation: idText('op'),
    rulebook: z.number().int(),
    version: z.number().int(),
    agrees: z.boolean().describe('Deciding again gave what was granted then'),
    sentences: z.array(z.string()).describe('For the reader that was asked for'),
    derivations: z.array(
      z.strictObject({
        promotion: z.string(),
        version: z.number().int(),
        walletType: z.string(),
        points: z.string(),
        perLine: z.array(z.tuple([z.number().int(), z.string()])),
        derivation: z.record(z.string(), z.unknown()).describe('Rule, counted lines, sources and cap'),
      }),
    ),
    differences: z
      .array(z.record(z.string(), z.unknown()))
      .describe('What a second computation, without the engine, makes otherwise; empty when all is right'),
  })
  .meta({ id: 'SaleDerivation', description: 'Where every point of a sale comes from.' });
