/** What was refused, said at once by a screen reader. Always there, so that it is heard when it fills. */
export const Problem = ({ text }: { readonly text: string }) => (
  <p className="problem" role="alert" hidden={text === ''}>
    {text}
  </p>
);
