/** A barcode that the server drew: an image, so that nothing in it can do anything. */
export const Picture = ({
  svg,
  alt,
  kind,
}: {
  readonly svg: string;
  readonly alt: string;
  readonly kind: 'qr' | 'bars';
}) => <img className={`code ${kind}`} src={`data:image/svg+xml;utf8,${encodeURIComponent(svg)}`} alt={alt} />;
