import { texts } from '../kit/texts.ts';

export const scenarioTexts = texts(
  {
    runs: 'Stories that were played',
    runsWhy:
      'A story says what happens and what must come of it. It is played over the API or by tallystick scenario run.',
    none: 'A story appears here when it was played by a draft or by published rules.',
    run: 'A story as it went',
    playedAt: 'Played',
    story: 'Story',
    rules: 'Rules',
    draft: 'draft {{draft}}, revision {{revision}}',
    version: 'version {{version}}',
    own: 'its own, or rules that were sent',
    outcome: 'Outcome',
    asTold: 'as it is told',
    otherwise: 'otherwise',
    stepOtherwise: 'Otherwise than it is told:',
    digest: 'sha256 of the rules',
  },
  {
    runs: 'Historias que se han probado',
    runsWhy: 'Una historia dice qué pasa y qué debe resultar. Se prueba por la API o con tallystick scenario run.',
    none: 'Una historia aparece aquí cuando se prueba con un borrador o con reglas publicadas.',
    run: 'Una historia, tal como fue',
    playedAt: 'Probada',
    story: 'Historia',
    rules: 'Reglas',
    draft: 'borrador {{draft}}, revisión {{revision}}',
    version: 'versión {{version}}',
    own: 'las suyas, u otras que se enviaron',
    outcome: 'Resultado',
    asTold: 'como se cuenta',
    otherwise: 'de otro modo',
    stepOtherwise: 'De otro modo que se cuenta:',
    digest: 'sha256 de las reglas',
  },
);
