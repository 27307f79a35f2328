"""What readers get: terminals as HTML, and what a site needs beside."""
