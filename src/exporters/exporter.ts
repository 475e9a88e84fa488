import type { Exporter, ExportRequest, ImageFetcher } from '../build/ports/exporter.ts';
import { type BootcOptions, createBootcExporter, isBootc } from './bootc.ts';
import { createPlainExporter } from './plain.ts';

/** Makes disk images: of bootc images with osbuild's image builder, of all others and archives of any with Debian's tools. */
export function createExporter(fetcher: ImageFetcher, options: BootcOptions): Exporter {
  const plain = createPlainExporter(fetcher, options.environment);
  const bootc = createBootcExporter(options);
  const choose = ({ labels, type }: ExportRequest) => (isBootc(labels) && type !== 'tar' ? bootc : plain);
  return {
    hindrance: (request) => choose(request).hindrance(request),
    export: (request, context) => choose(request).export(request, context),
  };
}
