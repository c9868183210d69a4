export class UploadRefused extends Error {}

/** Sends one picture and resolves with the server's HTML for it. `progress` hears 0…1 while it travels.
 *  Rejects with UploadRefused and the server's sentence, or one about the connection. */
export function upload(
  address: string,
  file: Blob,
  name: string,
  options: { token: string; progress: (share: number) => void; signal: AbortSignal },
): Promise<string> {
  // fetch() tells nothing about a body on its way out.
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append("file", file, name);
  return new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) options.progress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      if (request.status === 201) resolve(request.responseText);
      else if (request.status === 422) reject(new UploadRefused(request.responseText));
      else if (request.status === 413) reject(new UploadRefused(`${name} is too large for this server.`));
      else if (request.status === 401) location.reload();
      else reject(new UploadRefused(`${name} could not be taken (the server answered ${request.status}).`));
    });
    request.addEventListener("error", () => {
      reject(new UploadRefused(`${name} did not arrive: there is no connection to the studio.`));
    });
    request.addEventListener("abort", () => {
      reject(new UploadRefused(""));
    });
    options.signal.addEventListener("abort", () => {
      request.abort();
    });
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", options.token);
    request.setRequestHeader("HX-Request", "true");
    request.send(body);
  });
}
